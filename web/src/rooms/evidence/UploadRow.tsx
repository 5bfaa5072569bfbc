import { ActionIcon, Progress } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import type { Upload } from '../../api';
import { StateMark } from '../../app';
import { t } from '../../words';
import { bytes } from './content';

/** One file on its way: how much has arrived, and pause. */
export function UploadRow({ name, upload }: { name: string; upload: Upload }) {
  const state = useSyncExternalStore(
    (changed) => upload.onChange(changed),
    () => upload.state,
  );
  const part = state.total === 0 ? 100 : (state.sent / state.total) * 100;
  const moving = state.state === 'SENDING' || state.state === 'WAITING';
  const tone = state.state === 'DONE' ? 'good' : state.state === 'FAILED' ? 'bad' : 'unknown';
  return (
    <li className="v-upload" role="status">
      <span className="v-ellipsis">{name}</span>
      <span className="v-quiet v-number">
        {t('evidence.upload.of', { sent: bytes(state.sent), total: bytes(state.total) })}
        {state.resumedAt !== undefined &&
          ` · ${t('evidence.upload.resumed', { n: Math.floor(state.resumedAt * 100) })}`}
      </span>
      {state.state !== 'DONE' && state.state !== 'FAILED' && (
        <ActionIcon
          variant="default"
          size={28}
          aria-label={t(moving ? 'evidence.upload.pause' : 'evidence.upload.resume', { name })}
          onClick={() => (moving ? upload.pause() : upload.start())}
        >
          {moving ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
        </ActionIcon>
      )}
      <Progress value={part} aria-label={t('evidence.upload.progress', { name })} />
      <StateMark tone={tone}>
        {t(`evidence.upload.state.${state.state}`)}
        {state.problem && `: ${state.problem}`}
      </StateMark>
    </li>
  );
}
