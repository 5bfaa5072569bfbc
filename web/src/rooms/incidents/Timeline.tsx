import type { TimelineEntry } from '../../api';
import { At } from '../../app';
import { t, tName } from '../../words';
import { OUTCOMES } from './marks';

/** The server's text with outcomes as people say them. */
function inWords(text: string): string {
  return text.replaceAll(/\b[A-Z]+(?:_[A-Z]+)*\b/g, (word) => {
    const outcome = OUTCOMES.find((known) => known === word);
    return outcome ? t(`incidents.outcome.${outcome}`) : word;
  });
}

/** What happened and who did it, the newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const sorted = [...entries].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (sorted.length === 0) return <p className="v-quiet">{t('incidents.timeline.empty')}</p>;
  return (
    <ol className="v-timeline">
      {sorted.map((entry, i) => (
        <li key={`${entry.at}-${i}`} data-note={entry.kind.startsWith('NOTE') || undefined}>
          <div className="v-timeline-head">
            <At at={entry.at} />
            <span>{entry.by?.name ?? t('incidents.timeline.system')}</span>
            <span>{tName('incidents.event', entry.kind)}</span>
          </div>
          {entry.text && <p>{inWords(entry.text)}</p>}
        </li>
      ))}
    </ol>
  );
}
