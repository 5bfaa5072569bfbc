import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Alert, type DismissReason, type IncidentSummary } from '../../api';
import { KeyCap, useKeys } from '../../app';
import { t, tName } from '../../words';
import { DISMISS_REASONS } from './keys';

/** Why nothing needs to be done: one digit, one click. A note is possible, never asked. */
export function DismissPanel(props: { onReason: (reason: DismissReason, note: string) => void; onCancel: () => void }) {
  const [note, setNote] = useState('');
  useKeys([
    ...DISMISS_REASONS.map((reason, i) => ({
      key: String(i + 1),
      does: tName('alerts.reason', reason),
      run: () => props.onReason(reason, note),
    })),
    { key: 'Escape', does: t('alerts.keys.cancel'), run: props.onCancel },
  ]);
  return (
    <section className="v-alerts-panel" aria-label={t('alerts.dismiss.title')}>
      <h3>{t('alerts.dismiss.title')}</h3>
      <div className="v-alerts-choices">
        {DISMISS_REASONS.map((reason, i) => (
          <Button
            key={reason}
            variant="default"
            justify="flex-start"
            leftSection={<KeyCap keys={String(i + 1)} />}
            onClick={() => props.onReason(reason, note)}
          >
            <span className="v-alerts-choice">
              <strong>{tName('alerts.reason', reason)}</strong>
              <small>{tName('alerts.reasonWhy', reason)}</small>
            </span>
          </Button>
        ))}
      </div>
      <div className="v-alerts-panel-foot">
        <TextInput
          flex={1}
          aria-label={t('alerts.dismiss.note')}
          placeholder={t('alerts.dismiss.note')}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button variant="subtle" color="gray" onClick={props.onCancel}>
          {t('alerts.cancel')}
        </Button>
      </div>
    </section>
  );
}

export interface Suggestions {
  incidents: (IncidentSummary & { distanceM?: number | null })[];
  alerts: Alert[];
}

/** Open incidents and alerts close in place and time. */
export function useSuggestions(alertId: string | null) {
  return useQuery({
    queryKey: ['incidents', 'suggestions', alertId],
    queryFn: ({ signal }) => api.get<Suggestions>('/incidents/suggestions', { alertId }, signal),
    enabled: alertId !== null,
    staleTime: 10_000,
  });
}

/** A new incident, or one that is open close by. Shown only when there is one close by. */
export function IncidentPanel(props: {
  incidents: Suggestions['incidents'];
  onNew: () => void;
  onInto: (incident: string) => void;
  onCancel: () => void;
}) {
  const near = props.incidents.slice(0, 6);
  useKeys([
    { key: 'i', does: t('alerts.incident.new'), run: props.onNew },
    ...near.map((incident, i) => ({
      key: String(i + 1),
      does: t('alerts.incident.into', { n: incident.number }),
      run: () => props.onInto(incident.id),
    })),
    { key: 'Escape', does: t('alerts.keys.cancel'), run: props.onCancel },
  ]);
  return (
    <section className="v-alerts-panel" aria-label={t('alerts.incident.title')}>
      <h3>{t('alerts.incident.title')}</h3>
      <div className="v-alerts-choices">
        <Button justify="flex-start" leftSection={<KeyCap keys="i" />} onClick={props.onNew}>
          {t('alerts.incident.new')}
        </Button>
        {near.map((incident, i) => (
          <Button
            key={incident.id}
            variant="default"
            justify="flex-start"
            leftSection={<KeyCap keys={String(i + 1)} />}
            onClick={() => props.onInto(incident.id)}
          >
            <span className="v-alerts-choice">
              <strong>{t('alerts.incident.into', { n: incident.number })}</strong>
              <small>{incident.title}</small>
            </span>
          </Button>
        ))}
      </div>
      <div className="v-alerts-panel-foot">
        <Button variant="subtle" color="gray" ml="auto" onClick={props.onCancel}>
          {t('alerts.cancel')}
        </Button>
      </div>
    </section>
  );
}
