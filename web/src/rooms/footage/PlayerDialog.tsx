import { Button, CopyButton, Modal, SegmentedControl, Select } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, footageKeys, serverNow, usePasses, type PlayerPass } from '../../api';
import { At, EmptyState, problemText, StateView, toast, toastProblem } from '../../app';
import { t } from '../../words';
import { ffplayLine, LONGEST_PASS, passWish, type PassSpan } from './pass';
import { dateOf, exactTime, HOUR } from './scale';

const VALID_HOURS = [1, 4, 12, 24];

/** Passes for players that cannot sign in: makes one, shows it once, and lists those that still open something. */
export function PlayerDialog(props: {
  cameras: readonly { id: string; name: string }[];
  /** Chosen first. */
  camera: string;
  /** What is marked on the bar; undefined unless both ends are. */
  marked: { from: number; to: number } | undefined;
  onClose: () => void;
}) {
  const { cameras, marked, onClose } = props;
  const [made, setMade] = useState<PlayerPass>();
  const nameOf = (id: string) => cameras.find((camera) => camera.id === id)?.name ?? id;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('footage.player.title')}
      // A click outside must not lose the password.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
    >
      <div className="v-footage-form">
        {made ? (
          <Made pass={made} camera={nameOf(made.camera)} onAgain={() => setMade(undefined)} onClose={onClose} />
        ) : (
          <Make cameras={cameras} camera={props.camera} marked={marked} onMade={setMade} onClose={onClose} />
        )}
        <Mine nameOf={nameOf} />
      </div>
    </Modal>
  );
}

function Make(props: {
  cameras: readonly { id: string; name: string }[];
  camera: string;
  marked: { from: number; to: number } | undefined;
  onMade: (pass: PlayerPass) => void;
  onClose: () => void;
}) {
  const { cameras, marked, onMade, onClose } = props;
  const [camera, setCamera] = useState(props.camera);
  const [span, setSpan] = useState<PassSpan>(marked ? 'marked' : 'last');
  const [hours, setHours] = useState(4);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const client = useQueryClient();
  const tooLong = span === 'marked' && marked !== undefined && marked.to - marked.from > LONGEST_PASS;
  const make = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      onMade(await api.post<PlayerPass>('/footage/passes', passWish(camera, span, marked, hours, serverNow())));
      await client.invalidateQueries({ queryKey: footageKeys.passes });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form
      className="v-footage-form"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <p>{t('footage.player.why')}</p>
      <Select
        label={t('footage.player.camera')}
        data={cameras.map(({ id, name }) => ({ value: id, label: name }))}
        value={camera}
        allowDeselect={false}
        onChange={(value) => value && setCamera(value)}
      />
      <div>
        <SegmentedControl
          aria-label={t('footage.player.span')}
          value={span}
          onChange={(value) => setSpan(value as PassSpan)}
          data={[
            ...(marked ? [{ value: 'marked', label: t('footage.player.marked') }] : []),
            { value: 'last', label: t('footage.player.last') },
            { value: 'growing', label: t('footage.player.growing') },
          ]}
        />
        <p className="v-quiet">
          {span === 'marked' && marked
            ? t('footage.player.from', {
                from: `${dateOf(marked.from)}, ${exactTime(marked.from)}`,
                to: exactTime(marked.to),
              })
            : t(span === 'last' ? 'footage.player.lastWhy' : 'footage.player.growingWhy')}
        </p>
      </div>
      <Select
        label={t('footage.player.valid')}
        data={VALID_HOURS.map((n) => ({ value: String(n), label: t('footage.player.hours', { n }) }))}
        value={String(hours)}
        allowDeselect={false}
        onChange={(value) => value && setHours(Number(value))}
      />
      {tooLong && (
        <p role="alert" className="v-footage-problem">
          {t('footage.player.tooLong', { n: LONGEST_PASS / HOUR })}
        </p>
      )}
      {error !== undefined && (
        <p role="alert" className="v-footage-problem">
          {problemText(error).detail || problemText(error).title}
        </p>
      )}
      <div className="v-footage-buttons">
        <Button variant="default" onClick={onClose}>
          {t('footage.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={tooLong}>
          {t('footage.player.make')}
        </Button>
      </div>
    </form>
  );
}

/** The one time the password is shown. */
function Made(props: { pass: PlayerPass; camera: string; onAgain: () => void; onClose: () => void }) {
  const { pass, camera, onAgain, onClose } = props;
  const address = new URL(pass.url, location.origin).toString();
  const password = pass.password ?? '';
  return (
    <section className="v-footage-form" aria-label={t('footage.player.made', { camera })}>
      <p>
        <strong>{t('footage.player.made', { camera })}</strong> {t('footage.player.once')}
      </p>
      <Copied name={t('footage.player.address')} value={address} />
      <Copied name={t('footage.player.user')} value={pass.user} />
      <Copied name={t('footage.player.password')} value={password} />
      <p className="v-quiet">{t('footage.player.vlc')}</p>
      <Copied name={t('footage.player.ffplay')} value={ffplayLine(address, pass.user, password)} />
      <p className="v-quiet">{t('footage.player.ffplayWhy')}</p>
      <div className="v-footage-buttons">
        <Button variant="default" onClick={onAgain}>
          {t('footage.player.another')}
        </Button>
        <Button onClick={onClose}>{t('footage.player.done')}</Button>
      </div>
    </section>
  );
}

function Copied(props: { name: string; value: string }) {
  return (
    <div>
      <span className="v-quiet">{props.name}</span>
      <div className="v-footage-copied">
        <code>{props.value}</code>
        <CopyButton value={props.value}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              aria-label={t('footage.player.copyOf', { what: props.name })}
              leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? 'footage.player.copied' : 'footage.player.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  );
}

function Mine({ nameOf }: { nameOf: (camera: string) => string }) {
  const asked = usePasses();
  return (
    <section aria-label={t('footage.player.mine')} className="v-footage-passes">
      <h3>{t('footage.player.mine')}</h3>
      <StateView
        of={asked}
        isEmpty={(passes) => !passes.some((pass) => pass.state === 'LIVE')}
        empty={<EmptyState title={t('footage.player.none')}>{t('footage.player.noneWhy')}</EmptyState>}
      >
        {(passes) => (
          <ul>
            {passes
              .filter((pass) => pass.state === 'LIVE')
              .map((pass) => (
                <Row key={pass.user} pass={pass} camera={nameOf(pass.camera)} />
              ))}
          </ul>
        )}
      </StateView>
    </section>
  );
}

/** Asks first: a revoked pass cannot be brought back, and the player stops at once. */
function Row({ pass, camera }: { pass: PlayerPass; camera: string }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.delete(`/footage/passes/${pass.user}`);
      toast(t('footage.player.revoked', { camera }));
    } catch (error) {
      toastProblem(error);
      setBusy(false);
      setAsking(false);
    }
    await client.invalidateQueries({ queryKey: footageKeys.passes });
  };
  const from = Date.parse(pass.from);
  return (
    <li>
      <div>
        <strong>{camera}</strong>{' '}
        {pass.to
          ? t('footage.player.from', {
              from: `${dateOf(from)}, ${exactTime(from)}`,
              to: exactTime(Date.parse(pass.to)),
            })
          : t('footage.player.on', { from: `${dateOf(from)}, ${exactTime(from)}` })}
        <div className="v-quiet">
          {t('footage.player.until')} <At at={pass.expiresAt} /> ·{' '}
          {pass.usedAt ? (
            <>
              {t('footage.player.used')} <At at={pass.usedAt} />
            </>
          ) : (
            t('footage.player.unused')
          )}
        </div>
      </div>
      {asking ? (
        <div className="v-footage-buttons" role="group" aria-label={t('footage.player.sure', { camera })}>
          <span>{t('footage.player.sure', { camera })}</span>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t('footage.player.keep')}
          </Button>
          <Button size="compact-sm" loading={busy} onClick={() => void revoke()}>
            {t('footage.player.revoke')}
          </Button>
        </div>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('footage.player.revokeOf', { camera })}
          onClick={() => setAsking(true)}
        >
          {t('footage.player.revoke')}
        </Button>
      )}
    </li>
  );
}
