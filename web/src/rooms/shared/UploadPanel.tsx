import { ActionIcon, Button, FileButton, Progress } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconUpload } from '@tabler/icons-react';
import { useState, useSyncExternalStore } from 'react';
import { apiUrl, outsideHeaders, Upload } from '../../api';
import { StateMark } from '../../app';
import { t } from '../../words';
import { size } from './size';

/** For an upload link: files go into the case, resumed by themselves after an interruption. */
export function UploadPanel({ share, token, session }: { share: string; token: string; session: string }) {
  const [uploads, setUploads] = useState<{ name: string; upload: Upload }[]>([]);
  const take = (files: File[]): void => {
    const added = files.map((file) => {
      const upload = new Upload({
        file,
        name: file.name,
        create: apiUrl('/shared/files', { name: file.name }),
        headers: outsideHeaders(token, session),
        remember: share,
      });
      upload.start();
      return { name: file.name, upload };
    });
    setUploads((before) => [...before, ...added]);
  };
  return (
    <section className="v-card v-outside-card">
      <h2>{t('shared.upload.title')}</h2>
      <p>{t('shared.upload.why')}</p>
      <FileButton multiple onChange={take}>
        {(button) => (
          <Button {...button} leftSection={<IconUpload size={16} aria-hidden />}>
            {t('shared.upload.choose')}
          </Button>
        )}
      </FileButton>
      <ul className="v-outside-uploads">
        {uploads.map(({ name, upload }, i) => (
          <Row key={i} name={name} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

function Row({ name, upload }: { name: string; upload: Upload }) {
  const state = useSyncExternalStore(
    (changed) => upload.onChange(changed),
    () => upload.state,
  );
  const moving = state.state === 'SENDING' || state.state === 'WAITING';
  const over = state.state === 'DONE' || state.state === 'FAILED';
  return (
    <li role="status">
      <div className="v-outside-row">
        <span>{name}</span>
        <span className="v-quiet v-number">
          {t('evidence.upload.of', { sent: size(state.sent), total: size(state.total) })}
          {state.resumedAt !== undefined &&
            ` · ${t('evidence.upload.resumed', { n: Math.floor(state.resumedAt * 100) })}`}
        </span>
        {!over && (
          <ActionIcon
            variant="default"
            aria-label={t(moving ? 'evidence.upload.pause' : 'evidence.upload.resume', { name })}
            onClick={() => (moving ? upload.pause() : upload.start())}
          >
            {moving ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
          </ActionIcon>
        )}
      </div>
      <Progress
        value={state.total === 0 ? 100 : (state.sent / state.total) * 100}
        aria-label={t('evidence.upload.progress', { name })}
      />
      <StateMark tone={state.state === 'DONE' ? 'good' : state.state === 'FAILED' ? 'bad' : 'unknown'}>
        {state.state === 'DONE' ? t('shared.upload.done') : t(`evidence.upload.state.${state.state}`)}
        {state.problem && `: ${state.problem}`}
      </StateMark>
    </li>
  );
}
