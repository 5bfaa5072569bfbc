import type { IncidentSummary, Outcome, Priority, Severity } from '../../api';
import { severityPath, StateMark } from '../../app';
import { t } from '../../words';

export const PRIORITIES: readonly Priority[] = ['P1', 'P2', 'P3', 'P4'];
export const OUTCOMES: readonly Outcome[] = ['RESOLVED', 'FALSE_ALARM', 'HANDED_OVER', 'NO_ACTION'];

/** Priorities wear the shapes of the severities they usually come from: one scale on every screen. */
const SHAPE: Record<Priority, Severity> = { P1: 'CRITICAL', P2: 'MAJOR', P3: 'MINOR', P4: 'INFO' };

export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span className="v-mark" data-severity={SHAPE[priority]}>
      <svg width={14} height={14} viewBox="0 0 16 16" aria-hidden="true">
        <path d={severityPath[SHAPE[priority]]} fill="currentColor" />
      </svg>
      {t(`incidents.priority.${priority}`)}
    </span>
  );
}

export function StateWord({ incident }: { incident: IncidentSummary }) {
  return incident.state === 'OPEN' ? (
    <span>{t('incidents.state.OPEN')}</span>
  ) : (
    <StateMark tone="good">{t(`incidents.outcome.${incident.outcome ?? 'RESOLVED'}`)}</StateMark>
  );
}
