import { Button, Modal, Progress, SegmentedControl, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Exhibit } from '../../api';
import { t } from '../../words';
import { Refusal } from './CasesPage';
import { useExhibit } from './ExhibitPage';

const PLACES = ['ABOVE', 'TOP', 'BOTTOM'] as const;

/** Makes a copy of a clip that has time and place in its pictures. */
export function OverlayDialog({ exhibit, onClose }: { exhibit: Exhibit; onClose: () => void }) {
  const [place, setPlace] = useState<(typeof PLACES)[number]>('ABOVE');
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [made, setMade] = useState<Exhibit>();
  const client = useQueryClient();
  const make = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const asked = await api.post<Exhibit>(`/evidence/exhibits/${exhibit.id}/overlays`, { place, why: why.trim() });
      client.setQueryData(['exhibits', asked.id], asked);
      setMade(asked);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('evidence.overlay.title')} size="lg">
      {made ? (
        <Made id={made.id} onClose={onClose} />
      ) : (
        <form
          className="v-evidence-form"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <p>{t('evidence.overlay.why')}</p>
          <SegmentedControl
            aria-label={t('evidence.overlay.place')}
            value={place}
            onChange={setPlace}
            data={PLACES.map((value) => ({ value, label: t(`evidence.overlay.${value}`) }))}
          />
          {place === 'ABOVE' && <p className="v-quiet">{t('evidence.overlay.covers')}</p>}
          <Textarea
            label={t('evidence.overlay.reason')}
            value={why}
            maxLength={1000}
            autosize
            minRows={2}
            onChange={(event) => setWhy(event.currentTarget.value)}
            required
            data-autofocus
          />
          <Refusal error={error} />
          <div className="v-evidence-buttons">
            <Button variant="default" onClick={onClose}>
              {t('evidence.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={why.trim() === ''}>
              {t('evidence.overlay.make')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function Made({ id, onClose }: { id: string; onClose: () => void }) {
  const { data } = useExhibit(id);
  const state = data?.state ?? 'MAKING';
  return (
    <div className="v-evidence-form">
      {state === 'FAILED' ? (
        <p role="alert">
          {t('evidence.overlay.failed')}: {data?.failure}
        </p>
      ) : (
        <p role="status">{t(state === 'READY' ? 'evidence.overlay.ready' : 'evidence.overlay.making')}</p>
      )}
      {state === 'MAKING' && (
        <Progress value={Math.max(3, (data?.progress ?? 0) * 100)} animated aria-label={t('evidence.overlay.making')} />
      )}
      {state === 'READY' && (
        <div className="v-evidence-buttons">
          <Button component={Link} to={`/evidence/exhibits/${id}`} onClick={onClose}>
            {t('evidence.overlay.open')}
          </Button>
        </div>
      )}
    </div>
  );
}
