import { Button, Checkbox, Progress, SegmentedControl, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, listOf, type Exhibit, type Redaction, type RedactionPlan } from '../../../api';
import { EmptyState, Page, StateMark, StateView } from '../../../app';
import { t } from '../../../words';
import { Refusal } from '../CasesPage';
import { useExhibit } from '../ExhibitPage';
import { Editor } from './Editor';
import '../evidence.css';
import './redact.css';

/** Makes a redacted clip: people are found, a person looks over the boxes, and a new exhibit is made. */
export function RedactPage() {
  const { exhibitId } = useParams({ strict: false }) as { exhibitId: string };
  const exhibit = useExhibit(exhibitId);
  const list = useQuery({
    queryKey: ['redactions', exhibitId],
    queryFn: async ({ signal }) =>
      listOf(await api.get<{ items: Redaction[] }>(`/evidence/exhibits/${exhibitId}/redactions`, undefined, signal)),
  });
  return (
    <Page
      title={exhibit.data ? t('evidence.redact.open', { title: exhibit.data.title }) : t('evidence.redact.title')}
      actions={
        <Button
          component={Link}
          to="/evidence/exhibits/$exhibitId"
          params={{ exhibitId } as never}
          variant="default"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
        >
          {t('evidence.redact.back')}
        </Button>
      }
    >
      <StateView of={exhibit}>
        {(about) => <StateView of={list}>{(known) => <Steps exhibit={about} known={known} />}</StateView>}
      </StateView>
    </Page>
  );
}

function newest(known: Redaction[]): Redaction | undefined {
  return known.filter((each) => each.state !== 'FAILED').sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}

function Steps({ exhibit, known }: { exhibit: Exhibit; known: Redaction[] }) {
  // A finished one is not gone on with: a further redaction begins anew.
  const [id, setId] = useState(() => {
    const last = newest(known);
    return last?.state === 'READY' ? undefined : last?.id;
  });
  if (id === undefined) return <Start exhibit={exhibit} onStart={setId} />;
  return <Under exhibit={exhibit} id={id} onAgain={() => setId(undefined)} />;
}

const WHAT = ['PERSON', 'FACE', 'PLATE', 'VEHICLE'] as const;

function Start({ exhibit, onStart }: { exhibit: Exhibit; onStart: (id: string) => void }) {
  const [what, setWhat] = useState<string[]>(['PERSON']);
  const [style, setStyle] = useState<RedactionPlan['style']>('PIXELATE');
  const [why, setWhy] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const made = await api.post<Redaction>(`/evidence/exhibits/${exhibit.id}/redactions`, {
        what,
        style,
        why: why.trim(),
      });
      onStart(made.id);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form
      className="v-card v-redact-start v-evidence-form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <p>{t('evidence.redact.why')}</p>
      <Checkbox.Group label={t('evidence.redact.what')} value={what} onChange={setWhat}>
        <div className="v-redact-what">
          {WHAT.map((value) => (
            <Checkbox key={value} value={value} label={t(`evidence.redact.whatName.${value}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Style value={style} onChange={setStyle} />
      <Textarea
        label={t('evidence.exhibit.why')}
        description={t('evidence.add.whyHelp')}
        value={why}
        autosize
        minRows={2}
        maxLength={1000}
        onChange={(event) => setWhy(event.currentTarget.value)}
        required
      />
      <Refusal error={error} />
      <div className="v-evidence-buttons">
        <Button type="submit" loading={busy} disabled={why.trim() === '' || what.length === 0}>
          {t('evidence.redact.start')}
        </Button>
      </div>
    </form>
  );
}

export function Style(props: { value: RedactionPlan['style']; onChange: (style: RedactionPlan['style']) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('evidence.redact.style')}
      value={props.value}
      onChange={(value) => props.onChange(value as RedactionPlan['style'])}
      data={(['PIXELATE', 'FILL'] as const).map((value) => ({ value, label: t(`evidence.redact.${value}`) }))}
    />
  );
}

function Under({ exhibit, id, onAgain }: { exhibit: Exhibit; id: string; onAgain: () => void }) {
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: ['redaction', id],
    queryFn: ({ signal }) => api.get<Redaction>(`/evidence/redactions/${id}`, undefined, signal),
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state === 'PROPOSING' || state === 'RENDERING' ? 700 : false;
    },
    staleTime: 0,
  });
  return (
    <StateView of={asked}>
      {(redaction) => {
        if (redaction.state === 'REVIEW' && redaction.plan) {
          return (
            <Editor
              exhibit={exhibit}
              redaction={redaction}
              plan={redaction.plan}
              onRender={() => void client.invalidateQueries({ queryKey: ['redaction', id] })}
            />
          );
        }
        if (redaction.state === 'READY') {
          return (
            <EmptyState
              title={t('evidence.redact.ready')}
              action={
                <div className="v-evidence-buttons">
                  {redaction.derived && (
                    <Button
                      component={Link}
                      to="/evidence/exhibits/$exhibitId"
                      params={{ exhibitId: redaction.derived } as never}
                    >
                      {t('evidence.redact.toResult')}
                    </Button>
                  )}
                  <Button variant="default" onClick={onAgain}>
                    {t('evidence.redact.again')}
                  </Button>
                </div>
              }
            >
              {t('evidence.redact.why')}
            </EmptyState>
          );
        }
        if (redaction.state === 'FAILED') {
          return (
            <EmptyState
              title={t('evidence.redact.failed')}
              action={<Button onClick={onAgain}>{t('evidence.redact.again')}</Button>}
            >
              {redaction.failure}
            </EmptyState>
          );
        }
        const words = t(redaction.state === 'RENDERING' ? 'evidence.redact.rendering' : 'evidence.redact.proposing');
        return (
          <div className="v-card v-redact-wait" role="status">
            <StateMark tone="unknown">{words}</StateMark>
            <Progress value={Math.max(3, redaction.progress * 100)} animated aria-label={words} />
            <span className="v-number">{Math.round(redaction.progress * 100)} %</span>
          </div>
        );
      }}
    </StateView>
  );
}
