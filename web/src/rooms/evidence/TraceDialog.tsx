import { Button, FileInput, Modal, Progress, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sendFile, type Exhibit, type Trace, type TraceList } from '../../api';
import { At, StateMark, StateView } from '../../app';
import { t } from '../../words';
import { Refusal } from './CasesPage';

/** Finds out whose marked copy of an exhibit got out. */
export function TraceDialog({ exhibit, onClose }: { exhibit: Exhibit; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [why, setWhy] = useState('');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: ['traces', exhibit.id],
    queryFn: ({ signal }) => api.get<TraceList>(`/evidence/exhibits/${exhibit.id}/traces`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.items.some(({ state }) => state === 'WORKING') ? 700 : false),
    staleTime: 0,
  });
  const begin = async (): Promise<void> => {
    if (!file) return;
    setSending(true);
    setError(undefined);
    try {
      await sendFile<Trace>(`/evidence/exhibits/${exhibit.id}/traces`, { name: file.name, why: why.trim() }, file);
      setFile(null);
      await client.invalidateQueries({ queryKey: ['traces', exhibit.id] });
      await client.invalidateQueries({ queryKey: ['custody', exhibit.id] });
    } catch (problem) {
      setError(problem);
    } finally {
      setSending(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('evidence.trace.title')} size="lg">
      <StateView of={asked}>
        {({ copies, items }) => (
          <>
            {copies === 0 && <p>{t('evidence.trace.none')}</p>}
            {copies > 0 && (
              <form
                className="v-evidence-form"
                onSubmit={(event) => {
                  event.preventDefault();
                  void begin();
                }}
              >
                <p>{t('evidence.trace.why', { n: copies })}</p>
                <FileInput
                  label={t('evidence.trace.file')}
                  accept="video/*,image/*"
                  value={file}
                  onChange={setFile}
                  required
                  data-autofocus
                />
                <TextInput
                  label={t('evidence.trace.reason')}
                  value={why}
                  maxLength={500}
                  onChange={(event) => setWhy(event.currentTarget.value)}
                  required
                />
                <p className="v-quiet">{t('evidence.trace.limits')}</p>
                <Refusal error={error} />
                {sending && <p role="status">{t('evidence.trace.sending')}</p>}
                <div className="v-evidence-buttons">
                  <Button type="submit" loading={sending} disabled={!file || why.trim() === ''}>
                    {t('evidence.trace.begin')}
                  </Button>
                </div>
              </form>
            )}
            <ul className="v-traces">
              {items.map((trace) => (
                <Found key={trace.id} trace={trace} />
              ))}
            </ul>
          </>
        )}
      </StateView>
    </Modal>
  );
}

function Found({ trace }: { trace: Trace }) {
  const { result } = trace;
  return (
    <li className="v-card">
      <div role="status">
        <strong>{trace.name}</strong>{' '}
        <span className="v-quiet">
          {trace.createdBy} · <At at={trace.createdAt} /> · {trace.why}
        </span>
        {trace.state === 'WORKING' && (
          <Progress value={Math.max(3, trace.progress * 100)} animated aria-label={t('evidence.trace.working')} />
        )}
        {trace.state === 'FAILED' && (
          <p>
            <StateMark tone="bad">{t('evidence.trace.failed')}</StateMark> {trace.failure}
          </p>
        )}
        {result && result.named.length === 0 && (
          <p>
            <StateMark tone="unknown">{t('evidence.trace.nobody')}</StateMark>
          </p>
        )}
        {result?.named.map((one) => (
          <p key={one.opening}>
            <StateMark tone="bad">{t('evidence.trace.whose', { label: one.label })}</StateMark>{' '}
            <span className="v-quiet">
              {one.opening} · {t('evidence.trace.opened', { address: one.address })} <At at={one.openedAt} /> ·{' '}
              {one.exact
                ? t('evidence.trace.exact')
                : t('evidence.trace.sure', { z: one.z.toFixed(1), chance: one.chance.toExponential(0) })}
            </span>
          </p>
        ))}
        {result && <p className="v-quiet">{result.words}</p>}
      </div>
    </li>
  );
}
