import { Button, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, listOf, type Exhibit, type Share } from '../../api';
import { At, StateMark, StateView, toast, toastProblem, type Tone } from '../../app';
import { t } from '../../words';

const tones: Record<Share['state'], Tone> = { OPEN: 'good', EXPIRED: 'unknown', REVOKED: 'unknown', LOCKED: 'bad' };

/** With whom a case is shared, how often it was used, and how to end it. */
export function SharesList(props: { caseId: string; exhibits: Exhibit[]; mayShare: boolean }) {
  const { caseId, mayShare } = props;
  const asked = useQuery({
    queryKey: ['shares', caseId],
    queryFn: async ({ signal }) =>
      listOf(await api.get<Share[] | { items: Share[] }>(`/evidence/cases/${caseId}/shares`, undefined, signal)),
    enabled: mayShare,
    refetchInterval: 5_000,
  });
  const [ending, setEnding] = useState<Share>();
  if (!mayShare) return null;
  return (
    <section className="v-shares" aria-label={t('evidence.share.list')}>
      <h2>{t('evidence.share.list')}</h2>
      <StateView of={asked} empty={<p className="v-quiet">{t('evidence.share.none')}</p>}>
        {(shares) => (
          <ul>
            {shares.map((share) => (
              <li key={share.id} className="v-card v-share" data-share={share.id}>
                <div className="v-share-head">
                  <strong>{share.label}</strong>
                  <StateMark tone={tones[share.state]}>{t(`evidence.share.state.${share.state}`)}</StateMark>
                </div>
                <span className="v-quiet">
                  {t(`evidence.share.kindWord.${share.kind}`)}
                  {share.kind === 'LINK' && share.mode && `, ${t(`evidence.share.${share.mode}`)}`}
                  {' · '}
                  {t('evidence.share.until', { at: '' })}
                  <At at={share.expires} />
                </span>
                <span className="v-quiet">
                  {share.kind === 'UPLOAD'
                    ? t('evidence.share.uploads', { n: share.uploaded })
                    : t('evidence.share.counts', {
                        opened: share.opened,
                        viewed: share.viewed,
                        downloaded: share.downloaded,
                      })}
                </span>
                {(share.state === 'OPEN' || share.state === 'LOCKED') && (
                  <Button size="compact-sm" variant="default" onClick={() => setEnding(share)}>
                    {t('evidence.share.revoke')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </StateView>
      {ending && <Revoke share={ending} caseId={caseId} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

function Revoke({ share, caseId, onClose }: { share: Share; caseId: string; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.delete(`/evidence/cases/${caseId}/shares/${share.id}`);
      await client.invalidateQueries({ queryKey: ['shares', caseId] });
      await client.invalidateQueries({ queryKey: ['cases'] });
      toast(t('evidence.share.revoked'));
      onClose();
    } catch (error) {
      toastProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('evidence.share.revokeTitle')}>
      <div className="v-evidence-form">
        <p>
          <strong>{share.label}</strong>
        </p>
        <p>{t('evidence.share.revokeWhy')}</p>
        <div className="v-evidence-buttons">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('evidence.cancel')}
          </Button>
          <Button loading={busy} onClick={() => void revoke()}>
            {t('evidence.share.revoke')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
