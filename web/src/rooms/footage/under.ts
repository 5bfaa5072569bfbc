import type { CameraTimeline } from '../../api';
import { duration } from '../../app';
import { t, tName } from '../../words';

/** What lies under the pointer in a row, in words; the most telling first. */
export function wordsAt(row: CameraTimeline, at: number, reach: number): string[] {
  const near = (when: string) => Math.abs(Date.parse(when) - at) <= reach;
  const within = (span: { from: string; to: string }) =>
    Date.parse(span.from) - reach <= at && at <= Date.parse(span.to) + reach;
  const words: string[] = [];
  for (const alert of row.alerts) {
    if (near(alert.at)) words.push(`${t(`app.severity.${alert.severity}`)}: ${alert.title}`);
  }
  for (const mark of row.bookmarks) if (near(mark.from)) words.push(t('footage.bar.bookmark', { text: mark.text }));
  for (const gap of row.lost) if (within(gap)) words.push(lossWords(gap));
  for (const gone of row.deleted) {
    if (within(gone)) words.push(t('footage.bar.deleted', { rule: tName('footage.rule', gone.rule) }));
  }
  for (const off of row.notWanted ?? []) if (within(off)) words.push(t('footage.bar.notWanted'));
  const seen = row.objects.filter(within);
  if (seen.length > 0) {
    words.push(
      seen
        .slice(0, 4)
        .map((each) => `${each.count} × ${tName('app.objectClass', each.objectClass)}`)
        .join(', '),
    );
  }
  return words.slice(0, 4);
}

export function lossWords(gap: { from: string; to: string; cause: string; detail?: string | null }): string {
  const seconds = (Date.parse(gap.to) - Date.parse(gap.from)) / 1000;
  const cause = tName('footage.cause', gap.cause);
  return t('footage.bar.lost', { cause, time: duration(seconds) });
}
