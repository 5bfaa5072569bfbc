import { Button, Checkbox, Modal, Progress, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Case, type Exhibit } from '../../api';
import { CaseSelect, problemText, StateMark, useOpenCases } from '../../app';
import { t } from '../../words';
import { dateOf, exactTime } from './scale';

/** Makes an exhibit of a stretch of recording for each chosen camera, in a case that is or will be. */
export function ExportDialog(props: {
  cameras: readonly { id: string; name: string }[];
  from: number;
  to: number;
  onClose: () => void;
}) {
  const { cameras, from, to, onClose } = props;
  const [chosen, setChosen] = useState(cameras.map((camera) => camera.id));
  const [title, setTitle] = useState('');
  const [why, setWhy] = useState('');
  const [into, setInto] = useState<'known' | 'new'>('known');
  const [known, setKnown] = useState<string | null>(null);
  const [caseTitle, setCaseTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [made, setMade] = useState<{ caseId: string; exhibits: Exhibit[] }>();
  const cases = useOpenCases();
  const none = cases.data?.length === 0;
  const mode = none ? 'new' : into;

  const make = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const caseId =
        mode === 'new'
          ? (await api.post<Case>('/evidence/cases', { title: caseTitle.trim(), description: why.trim() })).id
          : (known ?? '');
      // Should a clip be refused, another try goes into the case that is there now.
      setKnown(caseId);
      setInto('known');
      const exhibits: Exhibit[] = [];
      for (const camera of cameras.filter(({ id }) => chosen.includes(id))) {
        exhibits.push(
          await api.post<Exhibit>(`/evidence/cases/${caseId}/clips`, {
            camera: camera.id,
            from: new Date(from).toISOString(),
            to: new Date(to).toISOString(),
            title: chosen.length > 1 ? `${title.trim()} – ${camera.name}` : title.trim(),
            why: why.trim(),
          }),
        );
      }
      setMade({ caseId, exhibits });
    } catch (problem) {
      setError(problem);
      void cases.refetch();
    } finally {
      setBusy(false);
    }
  };
  const ready =
    title.trim() !== '' &&
    why.trim() !== '' &&
    chosen.length > 0 &&
    (mode === 'new' ? caseTitle.trim() !== '' : known !== null);

  return (
    <Modal opened onClose={onClose} title={t('footage.export.title')} size="lg">
      {made ? (
        <Made {...made} onClose={onClose} />
      ) : (
        <form
          className="v-footage-form"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <p className="v-quiet">
            {dateOf(from)}, {exactTime(from)} – {exactTime(to)} (
            {t('footage.select.seconds', { n: ((to - from) / 1000).toFixed(1) })})
          </p>
          {cameras.length > 1 && (
            <Checkbox.Group label={t('footage.export.cameras')} value={chosen} onChange={setChosen}>
              <div className="v-footage-checks">
                {cameras.map((camera) => (
                  <Checkbox key={camera.id} value={camera.id} label={camera.name} />
                ))}
              </div>
            </Checkbox.Group>
          )}
          <TextInput
            label={t('footage.export.name')}
            placeholder={t('footage.export.nameExample')}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
            required
            data-autofocus
          />
          <Textarea
            label={t('footage.export.why')}
            description={t('footage.export.whyHelp')}
            value={why}
            maxLength={1000}
            autosize
            minRows={2}
            onChange={(event) => setWhy(event.currentTarget.value)}
            required
          />
          {!none && (
            <SegmentedControl
              aria-label={t('footage.export.case')}
              value={mode}
              onChange={(value) => setInto(value as 'known' | 'new')}
              data={[
                { value: 'known', label: t('footage.export.known') },
                { value: 'new', label: t('footage.export.new') },
              ]}
            />
          )}
          {mode === 'known' ? (
            <CaseSelect cases={cases} value={known} onChange={setKnown} />
          ) : (
            <TextInput
              label={t('footage.export.caseTitle')}
              description={none ? t('footage.export.firstCase') : undefined}
              value={caseTitle}
              maxLength={200}
              onChange={(event) => setCaseTitle(event.currentTarget.value)}
              required
            />
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
            <Button type="submit" loading={busy} disabled={!ready}>
              {t('footage.export.make')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function Made(props: { caseId: string; exhibits: Exhibit[]; onClose: () => void }) {
  return (
    <div className="v-footage-form">
      <p>{t('footage.export.goesOn')}</p>
      <ul className="v-footage-made">
        {props.exhibits.map((exhibit) => (
          <MadeRow key={exhibit.id} first={exhibit} />
        ))}
      </ul>
      <div className="v-footage-buttons">
        <Button variant="default" onClick={props.onClose}>
          {t('footage.export.back')}
        </Button>
        <Button component={Link} to={`/evidence/${props.caseId}`}>
          {t('footage.export.toCase')}
        </Button>
      </div>
    </div>
  );
}

function MadeRow({ first }: { first: Exhibit }) {
  const asked = useQuery({
    queryKey: ['exhibits', first.id],
    queryFn: ({ signal }) => api.get<Exhibit>(`/evidence/exhibits/${first.id}`, undefined, signal),
    initialData: first,
    refetchInterval: (query) => (query.state.data?.state === 'MAKING' ? 700 : false),
    staleTime: 0,
  });
  const exhibit = asked.data;
  return (
    <li>
      <div role="status">
        <Link to={`/evidence/exhibits/${exhibit.id}` as never}>{exhibit.title}</Link>
        {exhibit.state === 'READY' && <StateMark tone="good">{t('footage.export.ready')}</StateMark>}
        {exhibit.state === 'FAILED' && (
          <StateMark tone="bad">{exhibit.failure || t('footage.export.failed')}</StateMark>
        )}
        {exhibit.state === 'MAKING' && (
          <Progress
            value={Math.max(4, (exhibit.progress ?? 0) * 100)}
            animated
            aria-label={t('footage.export.making', { title: exhibit.title })}
          />
        )}
      </div>
    </li>
  );
}
