import { t, tName } from '../words';
import type { Severity } from '../api';

/** Shapes of the four severities, also drawn on the map and on tiles: octagon, triangle, diamond, circle. */
export const severityPath: Record<Severity, string> = {
  CRITICAL: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  MAJOR: 'M8 1l7.500 13.500H.5z',
  MINOR: 'M8 .5L15.500 8 8 15.500.5 8z',
  INFO: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z',
};

export const severityOrder: readonly Severity[] = ['CRITICAL', 'MAJOR', 'MINOR', 'INFO'];

/**
 * How bad it is: shape, word and colour together, the same everywhere.
 *
 * @param blink only for an unacknowledged critical alert; still where people ask for less motion
 * @param short leaves the word to screen readers
 */
export function SeverityMark(props: { severity: Severity; blink?: boolean; short?: boolean; size?: number }) {
  const { severity, blink, short, size = 14 } = props;
  const word = t(`app.severity.${severity}`);
  return (
    <span
      className="v-mark"
      data-severity={severity}
      data-blink={(blink && severity === 'CRITICAL') || undefined}
      title={short ? word : undefined}
    >
      <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
        <path d={severityPath[severity]} fill="currentColor" />
      </svg>
      <span className={short ? 'v-visually-hidden' : undefined}>{word}</span>
    </span>
  );
}

export type Tone = 'good' | 'warn' | 'bad' | 'unknown';

const tonePath: Record<Tone, string> = {
  good: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1zM6.900 11.300L3.700 8.100l1.200-1.200 2 2 4.200-4.300 1.200 1.200z',
  warn: 'M8 1l7.500 13.500H.5zM7.200 6v4.500h1.600V6zm0 5.700v1.600h1.600v-1.600z',
  bad: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zm.6 3.400L4.400 5.600 6.800 8l-2.400 2.400 1.200 1.200L8 9.200l2.400 2.400 1.200-1.200L9.200 8l2.400-2.400-1.200-1.200L8 6.800z',
  unknown:
    'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1zm0 1.600a5.400 5.400 0 1 1 0 10.800A5.400 5.400 0 1 1 8 2.600zM4.800 7.200v1.600h6.400V7.200z',
};

/** State of a thing that is not an alert: a tick, a warning, a cross or a dash, with its word. */
export function StateMark(props: { tone: Tone; children: React.ReactNode; short?: boolean; title?: string }) {
  return (
    <span className="v-state" data-tone={props.tone} title={props.title}>
      <svg width="15" height="15" viewBox="0 0 16 16" aria-hidden="true">
        <path d={tonePath[props.tone]} fill="currentColor" fillRule="evenodd" />
      </svg>
      <span className={props.short ? 'v-visually-hidden' : undefined}>{props.children}</span>
    </span>
  );
}

/** How a camera's connection or picture is. */
export function ConditionMark(props: { condition: string | null | undefined; short?: boolean; title?: string }) {
  const condition = props.condition ?? 'UNKNOWN';
  const picture = condition === 'BLACK' || condition === 'FROZEN' || condition === 'MOVED';
  const tone: Tone = condition === 'GOOD' ? 'good' : condition === 'UNKNOWN' ? 'unknown' : picture ? 'warn' : 'bad';
  return (
    <StateMark tone={tone} {...(props.short && { short: true })} {...(props.title && { title: props.title })}>
      {tName('app.condition', condition)}
    </StateMark>
  );
}
