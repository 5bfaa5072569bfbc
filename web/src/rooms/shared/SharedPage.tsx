import { Button, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { apiUrl, outside, outsideHeaders, Problem, type OpenedShare, type SharedExhibit } from '../../api';
import { At, Eye, problemText, useTitle } from '../../app';
import { Readings } from '../../chart';
import { t, type Word } from '../../words';
import { Download } from './Download';
import { Prepared } from './Prepared';
import { UploadPanel } from './UploadPanel';
import { Watermark } from './Watermark';
import './shared.css';

/** What stands after the # of the address; it never reaches a server by itself. */
function tokenHere(): string {
  return decodeURIComponent(location.hash.replace(/^#/, '')).trim();
}

/** Shared evidence for people outside: a passcode, then what was shared with them. */
export function SharedPage() {
  useTitle(t('shared.title'));
  const [token] = useState(tokenHere);
  const [opened, setOpened] = useState<OpenedShare>();
  return (
    <main className="v-outside">
      <header className="v-outside-head">
        <Eye size={28} />
        <h1>{opened ? opened.title : t('shared.title')}</h1>
      </header>
      {!token ? (
        <Words title="shared.noToken" detail="shared.noTokenWhy" />
      ) : opened ? (
        <Opened share={opened} token={token} />
      ) : (
        <Passcode token={token} onOpen={setOpened} />
      )}
    </main>
  );
}

function Words(props: { title: Word; detail: Word; more?: string }) {
  return (
    <section className="v-card v-outside-card" role="alert">
      <h2>{t(props.title)}</h2>
      <p>{t(props.detail)}</p>
      {props.more && <p className="v-quiet">{props.more}</p>}
    </section>
  );
}

/** Refusals that no passcode mends, by what the server says. */
export function endOf(error: unknown): { title: Word; detail: Word } | undefined {
  if (!(error instanceof Problem)) return undefined;
  const text = `${error.title} ${error.detail}`.toLowerCase();
  if (/revoked|withdrawn|ended by/.test(text)) return { title: 'shared.revoked', detail: 'shared.revokedWhy' };
  if (/expired/.test(text)) return { title: 'shared.expired', detail: 'shared.expiredWhy' };
  if (/locked/.test(text)) return { title: 'shared.locked', detail: 'shared.lockedWhy' };
  if (/no such link/.test(text)) return { title: 'shared.unknown', detail: 'shared.unknownWhy' };
  return undefined;
}

function Passcode({ token, onOpen }: { token: string; onOpen: (share: OpenedShare) => void }) {
  const [passcode, setPasscode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const open = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const answer = await outside('POST', '/shared/open', outsideHeaders(token), { passcode: passcode.trim() });
      onOpen((await answer.json()) as OpenedShare);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const end = endOf(error);
  if (end) return <Words {...end} />;
  const wrong = error instanceof Problem && (error.status === 401 || error.status === 403);
  return (
    <form
      className="v-card v-outside-card"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <p>{t('shared.passcodeWhy')}</p>
      <TextInput
        label={t('shared.passcode')}
        value={passcode}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => setPasscode(event.currentTarget.value)}
        error={wrong ? t('shared.wrong') : undefined}
        autoFocus
        required
      />
      {error !== undefined && !wrong && (
        <p role="alert" className="v-outside-problem">
          {problemText(error).detail || problemText(error).title}
        </p>
      )}
      <Button type="submit" loading={busy} disabled={passcode.trim() === ''}>
        {t('shared.open')}
      </Button>
    </form>
  );
}

function Opened({ share, token }: { share: OpenedShare; token: string }) {
  const [shown, setShown] = useState<SharedExhibit>();
  const [gone, setGone] = useState<unknown>();
  const end = endOf(gone);
  const url = (exhibit: string, file?: string) => apiUrl(`/shared/exhibits/${exhibit}/content`, { as: 'view', file });

  /** A player does not say why it stopped: ask, so that people are told. */
  const ask = async (exhibit: string): Promise<void> => {
    try {
      await outside('GET', `/shared/exhibits/${exhibit}/content?as=view`, {
        ...outsideHeaders(token, share.session),
        Range: 'bytes=1-1',
      });
    } catch (error) {
      setShown(undefined);
      setGone(error);
    }
  };
  if (end) return <Words {...end} />;
  if (gone !== undefined) {
    return <Words title="shared.gone" detail="shared.revokedWhy" more={problemText(gone).detail} />;
  }
  return (
    <>
      <p className="v-quiet v-outside-for">
        {share.number} · {t('shared.for', { label: share.label })} · {t('shared.until', { at: '' })}
        <At at={share.expires} />
      </p>
      {share.kind === 'UPLOAD' ? (
        <UploadPanel share={share.share} token={token} session={share.session} />
      ) : shown ? (
        <Show
          exhibit={shown}
          share={share}
          token={token}
          url={(file) => url(shown.id, file)}
          onClose={() => setShown(undefined)}
          onTrouble={() => void ask(shown.id)}
          onRefused={(error) => {
            setShown(undefined);
            setGone(error);
          }}
        />
      ) : (
        <>
          {share.watermark && (
            <p className="v-quiet v-outside-for">{t(share.marked ? 'shared.markedWhy' : 'shared.watermarkWhy')}</p>
          )}
          <section aria-label={t('shared.exhibits')} className="v-outside-list">
            {share.exhibits.length === 0 && <p>{t('shared.none')}</p>}
            <ul>
              {share.exhibits.map((exhibit) => (
                <li key={exhibit.id} className="v-card v-outside-item">
                  <div>
                    <strong>
                      {exhibit.number}. {exhibit.title}
                    </strong>
                    <div className="v-quiet">
                      {t(`evidence.kind.${exhibit.kind}`)}
                      {exhibit.recording && (
                        <>
                          {' · '}
                          {exhibit.recording.cameraName} · <At at={exhibit.recording.firstPicture} />
                        </>
                      )}
                    </div>
                    {exhibit.series && (
                      <div className="v-quiet">
                        {t('evidence.exhibit.readingsOf', {
                          n: exhibit.series.readings,
                          sensor: exhibit.series.sensor,
                        })}{' '}
                        · <At at={exhibit.series.first} /> – <At at={exhibit.series.last} />
                      </div>
                    )}
                    {exhibit.notes.map((note) => (
                      <div key={note} className="v-quiet">
                        {note}
                      </div>
                    ))}
                  </div>
                  <Button
                    variant="default"
                    aria-label={t('shared.view', { title: exhibit.title })}
                    onClick={() => setShown(exhibit)}
                  >
                    {t('shared.look')}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
          {share.mode === 'DOWNLOAD' && share.marked ? (
            <p className="v-quiet v-outside-for">{t('shared.markedOnly')}</p>
          ) : share.mode === 'DOWNLOAD' ? (
            <section className="v-card v-outside-card">
              <p>{t('shared.packageWhy')}</p>
              <p>{t('shared.encrypted')}</p>
              <Download token={token} session={share.session} onRefused={setGone} />
              <h2>{t('shared.verify')}</h2>
              <p>{t('shared.verifyWhy')}</p>
              <a href={apiUrl('/evidence/verifier.html')} target="_blank" rel="noreferrer">
                {t('shared.verifier')}
              </a>
            </section>
          ) : (
            <p className="v-quiet v-outside-for">{t('shared.viewOnly')}</p>
          )}
        </>
      )}
    </>
  );
}

/** Whether such files come as copies made for whoever opened the link. */
function isMarked(share: OpenedShare, file: { mediaType: string }): boolean {
  return share.marked && (file.mediaType.startsWith('video/') || file.mediaType === 'image/jpeg');
}

function Show(props: {
  exhibit: SharedExhibit;
  share: OpenedShare;
  token: string;
  url: (file?: string) => string;
  onClose: () => void;
  onTrouble: () => void;
  onRefused: (error: unknown) => void;
}) {
  const { exhibit, share } = props;
  const file =
    exhibit.files.find((each) => each.mediaType.startsWith('video/')) ??
    exhibit.files.find((each) => /^(image|audio)\//.test(each.mediaType)) ??
    exhibit.files[0];
  if (!file) return null;
  const marked = isMarked(share, file);
  const picture = (
    <Picture exhibit={exhibit} share={share} file={file} url={props.url(file.name)} onTrouble={props.onTrouble} />
  );
  return (
    <section className="v-outside-show" aria-label={exhibit.title}>
      <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={props.onClose}>
        {t('shared.close')}
      </Button>
      <h2>{exhibit.title}</h2>
      {marked ? (
        <Prepared
          exhibit={exhibit.id}
          file={file.name}
          headers={outsideHeaders(props.token, share.session)}
          onRefused={props.onRefused}
        >
          <div className="v-outside-frame">{picture}</div>
          {share.mode === 'DOWNLOAD' && (
            <p>
              <a href={apiUrl(`/shared/exhibits/${exhibit.id}/content`, { as: 'download', file: file.name })} download>
                {t('shared.save')}
              </a>
            </p>
          )}
        </Prepared>
      ) : (
        <div className="v-outside-frame">
          {picture}
          {share.watermark && <Watermark text={share.watermark} />}
        </div>
      )}
    </section>
  );
}

function Picture(props: {
  exhibit: SharedExhibit;
  share: OpenedShare;
  file: { mediaType: string };
  url: string;
  onTrouble: () => void;
}) {
  const { exhibit, file, url, onTrouble } = props;
  if (exhibit.series) {
    return <Readings url={url} name={exhibit.series.name} onTrouble={onTrouble} />;
  }
  if (file.mediaType.startsWith('video/')) {
    return (
      // Surveillance has no words to caption.
      // eslint-disable-next-line jsx-a11y/media-has-caption
      <video
        src={url}
        controls
        playsInline
        controlsList="nodownload noremoteplayback"
        disablePictureInPicture
        onContextMenu={(event) => event.preventDefault()}
        onError={onTrouble}
        aria-label={t('shared.player', { title: exhibit.title })}
      />
    );
  }
  if (file.mediaType.startsWith('image/')) {
    return (
      <img src={url} alt={t('evidence.exhibit.alt', { title: exhibit.title })} draggable={false} onError={onTrouble} />
    );
  }
  if (file.mediaType.startsWith('audio/')) {
    // eslint-disable-next-line jsx-a11y/media-has-caption
    return <audio src={url} controls onError={onTrouble} aria-label={exhibit.title} />;
  }
  return <p>{t('evidence.exhibit.noView')}</p>;
}
