import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft, IconFolderCheck, IconRotate } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useMe, useNews, type Incident, type Outcome } from '../../api';
import { Age, At, KeyCap, Page, StateView, useKeys } from '../../app';
import { LivePlayer } from '../../video';
import { t } from '../../words';
import { IncidentAlerts } from './IncidentAlerts';
import { IncidentPlace } from './IncidentPlace';
import { OUTCOMES, PRIORITIES, PriorityMark, StateWord } from './marks';
import { Timeline } from './Timeline';
import { useAssignees, useIncident, useIncidentWork, type IncidentWork } from './useIncident';
import './incidents.css';

/** One incident: what, where, when, who; its proof, the live pictures around it and everything that was done. */
export function IncidentPage() {
  const { incidentId } = useParams({ strict: false }) as { incidentId: string };
  const asked = useIncident(incidentId);
  useNews('incident', ({ incident }) => {
    if (incident.id === incidentId) void asked.refetch();
  });
  if (asked.data) return <Open incident={asked.data} />;
  return (
    <Page title={t('incidents.one')} actions={<BackLink />}>
      <StateView of={asked}>{() => null}</StateView>
    </Page>
  );
}

function BackLink() {
  return (
    <Button component={Link} to="/incidents" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>
      {t('incidents.title')}
    </Button>
  );
}

function Open({ incident }: { incident: Incident }) {
  const me = useMe();
  const mayWork = me.rights.includes('WORK_INCIDENTS');
  const work = useIncidentWork(incident);
  const [closing, setClosing] = useState(false);
  const note = useRef<HTMLTextAreaElement>(null);
  const open = incident.state === 'OPEN';
  useEffect(() => setClosing(false), [incident.id, incident.state]);
  useKeys(
    mayWork
      ? [
          { key: 'n', does: t('incidents.keys.note'), run: () => note.current?.focus() },
          ...(open
            ? [
                { key: 'c', does: t('incidents.keys.close'), run: () => setClosing(true) },
                { key: 't', does: t('incidents.keys.take'), run: () => work.assign(me.person.id) },
                ...(closing
                  ? []
                  : PRIORITIES.map((priority, i) => ({
                      key: String(i + 1),
                      does: t('incidents.keys.priority', { priority: t(`incidents.priority.${priority}`) }),
                      run: () => work.prioritise(priority),
                    }))),
              ]
            : [{ key: 'r', does: t('incidents.reopen'), run: work.reopen }]),
        ]
      : [],
  );
  return (
    <Page
      title={t('incidents.number', { n: incident.number })}
      flush
      beside={<StateWord incident={incident} />}
      actions={
        <>
          {mayWork && open && (
            <Button
              leftSection={<IconFolderCheck size={17} aria-hidden />}
              rightSection={<KeyCap keys="c" />}
              onClick={() => setClosing(!closing)}
              aria-expanded={closing}
            >
              {t('incidents.close.button')}
            </Button>
          )}
          {mayWork && !open && (
            <Button
              variant="default"
              leftSection={<IconRotate size={17} aria-hidden />}
              rightSection={<KeyCap keys="r" />}
              onClick={work.reopen}
            >
              {t('incidents.reopen')}
            </Button>
          )}
          <BackLink />
        </>
      }
    >
      <div className="v-incident">
        <div className="v-incident-main">
          {closing && <ClosePanel work={work} onDone={() => setClosing(false)} />}
          <Head incident={incident} work={work} mayWork={mayWork} />
          <NearestCameras incident={incident} />
          <IncidentAlerts incident={incident} work={work} mayWork={mayWork && open} />
        </div>
        <aside className="v-incident-side" aria-label={t('incidents.side')}>
          <IncidentPlace incident={incident} />
          <section aria-label={t('incidents.timeline.title')} className="v-incident-history">
            <h2>{t('incidents.timeline.title')}</h2>
            {mayWork && <NoteField field={note} work={work} />}
            <Timeline entries={incident.timeline} />
          </section>
        </aside>
      </div>
    </Page>
  );
}

function Head({ incident, work, mayWork }: { incident: Incident; work: IncidentWork; mayWork: boolean }) {
  const me = useMe();
  const people = useAssignees({ id: me.person.id, displayName: me.person.displayName }).data ?? [];
  const { assignee } = incident;
  const choices = me.rights.includes('ASSIGN_INCIDENTS') ? [...people] : [];
  for (const extra of [assignee, { id: me.person.id, name: me.person.displayName }]) {
    if (extra && !choices.some((person) => person.id === extra.id)) choices.push(extra);
  }
  const open = incident.state === 'OPEN' && mayWork;
  return (
    <section className="v-incident-head" aria-label={t('incidents.what')}>
      <Title incident={incident} work={work} editable={open} />
      <div className="v-incident-figures">
        {open ? (
          <Select
            label={t('incidents.column.priority')}
            w={150}
            data={PRIORITIES.map((value) => ({ value, label: t(`incidents.priority.${value}`) }))}
            value={incident.priority}
            allowDeselect={false}
            onChange={(value) => {
              const priority = PRIORITIES.find((known) => known === value);
              if (priority && priority !== incident.priority) work.prioritise(priority);
            }}
          />
        ) : (
          <PriorityMark priority={incident.priority} />
        )}
        {open ? (
          <Select
            label={t('incidents.column.assignee')}
            w={200}
            placeholder={t('incidents.nobody')}
            data={choices.map((person) => ({
              value: person.id,
              label: person.id === me.person.id ? t('incidents.me', { name: person.name }) : person.name,
            }))}
            value={assignee?.id ?? null}
            onChange={(value) => value !== (assignee?.id ?? null) && work.assign(value)}
            clearable
          />
        ) : (
          <span>{assignee?.name ?? t('incidents.nobody')}</span>
        )}
        {open && assignee?.id !== me.person.id && (
          <Button variant="default" rightSection={<KeyCap keys="t" />} onClick={() => work.assign(me.person.id)}>
            {t('incidents.take')}
          </Button>
        )}
        <dl className="v-incident-times">
          <dt>{t('incidents.column.opened')}</dt>
          <dd>
            <At at={incident.openedAt} /> (<Age at={incident.openedAt} />)
            {incident.openedBy ? ` · ${incident.openedBy.name}` : ''}
          </dd>
          {incident.closedAt && (
            <>
              <dt>{t('incidents.closed')}</dt>
              <dd>
                <At at={incident.closedAt} /> · {t(`incidents.outcome.${incident.outcome ?? 'RESOLVED'}`)}
              </dd>
            </>
          )}
        </dl>
      </div>
    </section>
  );
}

function Title({ incident, work, editable }: { incident: Incident; work: IncidentWork; editable: boolean }) {
  const [text, setText] = useState(incident.title);
  useEffect(() => setText(incident.title), [incident.title]);
  if (!editable) return <h2 className="v-incident-title">{incident.title}</h2>;
  const save = (): void => {
    const title = text.trim();
    if (title && title !== incident.title) work.rename(title);
    else setText(incident.title);
  };
  return (
    <Textarea
      className="v-incident-title"
      autosize
      minRows={1}
      maxRows={4}
      aria-label={t('incidents.titleField')}
      variant="unstyled"
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          event.currentTarget.blur();
        }
        if (event.key === 'Escape') {
          setText(incident.title);
          event.currentTarget.blur();
        }
      }}
    />
  );
}

/** Live pictures of the cameras closest to it, at most three, the nearest first. */
function NearestCameras({ incident }: { incident: Incident }) {
  const cameras = incident.nearestCameras.slice(0, 3);
  if (cameras.length === 0) return null;
  return (
    <section aria-label={t('incidents.live')}>
      <h2>{t('incidents.live')}</h2>
      <div className="v-incident-lives" data-count={cameras.length}>
        {cameras.map((camera) => (
          <div key={camera.id}>
            <div className="v-incident-live">
              <LivePlayer cameraId={camera.id} cameraName={camera.name} stream="sub" showTracks />
            </div>
            <div className="v-quiet">
              {camera.distanceM > 0 ? t('incidents.away', { m: Math.round(camera.distanceM) }) : t('incidents.here')}
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

function NoteField({ field, work }: { field: React.RefObject<HTMLTextAreaElement | null>; work: IncidentWork }) {
  const [text, setText] = useState('');
  const save = async (): Promise<void> => {
    const note = text.trim();
    if (note && (await work.note(note))) {
      setText('');
      field.current?.blur();
    }
  };
  return (
    <form
      className="v-incident-note"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        ref={field}
        flex={1}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={4000}
        aria-label={t('incidents.note.field')}
        placeholder={t('incidents.note.hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void save();
          }
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <Button type="submit" variant="default" disabled={text.trim() === ''} loading={work.busy}>
        {t('incidents.note.add')}
      </Button>
    </form>
  );
}

/** How it ended: one digit; a note is possible. Reopening undoes it. */
function ClosePanel({ work, onDone }: { work: IncidentWork; onDone: () => void }) {
  const [note, setNote] = useState('');
  const close = (outcome: Outcome): void => {
    work.close(outcome, note.trim());
    onDone();
  };
  useKeys([
    ...OUTCOMES.map((outcome, i) => ({
      key: String(i + 1),
      does: t(`incidents.outcome.${outcome}`),
      run: () => close(outcome),
    })),
    { key: 'Escape', does: t('incidents.cancel'), run: onDone },
  ]);
  return (
    <section className="v-incident-panel" aria-label={t('incidents.close.title')}>
      <h2>{t('incidents.close.title')}</h2>
      <div className="v-incident-choices">
        {OUTCOMES.map((outcome, i) => (
          <Button
            key={outcome}
            variant="default"
            justify="flex-start"
            leftSection={<KeyCap keys={String(i + 1)} />}
            onClick={() => close(outcome)}
          >
            {t(`incidents.outcome.${outcome}`)}
          </Button>
        ))}
      </div>
      <div className="v-incident-note">
        <TextInput
          flex={1}
          aria-label={t('incidents.close.note')}
          placeholder={t('incidents.close.note')}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t('incidents.cancel')}
        </Button>
      </div>
    </section>
  );
}
