/**
 * The alert queue under the operator's hand.
 *
 * Newest first. While somebody works in it (an alert is selected, or the list is scrolled) nothing may jump: new alerts
 * wait behind a pill that says how many, and rows that others have worked on stay where they are, shown as they are
 * now, until the operator lets the list settle. Only the operator's own action takes a row away, and the selection
 * goes on to the next one.
 */
export interface Queued {
  id: string;
  state: string;
  raisedAt: string;
}

export interface Queue<A extends Queued> {
  rows: readonly A[];
  /** Arrived since the list last settled, newest first. */
  waiting: readonly A[];
  selectedId: string | null;
  scrolled: boolean;
  /** What the operator did last and can take back. */
  undo: { alert: A; done: Done } | null;
  /** Rows that others took out of this list, still shown. */
  stale: readonly string[];
  /** Rows that the operator took away; late answers and news must not bring them back. */
  gone: readonly string[];
}

export type Done = 'acknowledged' | 'dismissed';

export type QueueEvent<A extends Queued> =
  /** The server's answer: the newest page, or all pages loaded so far. */
  | { on: 'loaded'; rows: readonly A[]; fresh: boolean }
  | { on: 'news'; alert: A; fits: boolean }
  | { on: 'select'; id: string | null }
  | { on: 'move'; by: 1 | -1 }
  | { on: 'first' }
  | { on: 'last' }
  | { on: 'scrolled'; scrolled: boolean }
  | { on: 'settle' }
  /** The operator's own action; `keeps` when the row still fits the list (the All tab). */
  | { on: 'done'; id: string; done: Done; after: A; keeps: boolean }
  /** The server refused: the row comes back as it was. */
  | { on: 'failed'; alert: A }
  | { on: 'undone'; alert: A; fits: boolean }
  | { on: 'forgetUndo' }
  /** Another list: other filters. What can be undone stays. */
  | { on: 'reset' };

export function emptyQueue<A extends Queued>(): Queue<A> {
  return { rows: [], waiting: [], selectedId: null, scrolled: false, undo: null, stale: [], gone: [] };
}

/** True while the list must hold still. */
export function isHeld<A extends Queued>(queue: Queue<A>): boolean {
  return queue.scrolled || queue.selectedId !== null;
}

export function nextQueue<A extends Queued>(queue: Queue<A>, event: QueueEvent<A>): Queue<A> {
  switch (event.on) {
    case 'loaded':
      return loaded(queue, event.rows, event.fresh);
    case 'news':
      return heard(queue, event.alert, event.fits);
    case 'select':
      return { ...queue, selectedId: event.id };
    case 'move':
      return { ...queue, selectedId: neighbour(queue, event.by) };
    case 'first':
      return { ...queue, selectedId: queue.rows[0]?.id ?? null };
    case 'last':
      return { ...queue, selectedId: queue.rows.at(-1)?.id ?? null };
    case 'scrolled':
      return queue.scrolled === event.scrolled ? queue : { ...queue, scrolled: event.scrolled };
    case 'settle':
      return settled(queue);
    case 'done':
      return done(queue, event);
    case 'failed':
    case 'undone': {
      const fits = event.on === 'failed' || event.fits;
      const others = queue.rows.filter((row) => row.id !== event.alert.id);
      return {
        ...queue,
        rows: fits ? sorted([...others, event.alert]) : others,
        waiting: queue.waiting.filter((row) => row.id !== event.alert.id),
        selectedId: fits ? event.alert.id : queue.selectedId,
        stale: queue.stale.filter((id) => id !== event.alert.id),
        gone: queue.gone.filter((id) => id !== event.alert.id),
        undo: queue.undo?.alert.id === event.alert.id ? null : queue.undo,
      };
    }
    case 'forgetUndo':
      return { ...queue, undo: null };
    case 'reset':
      return { ...emptyQueue<A>(), undo: queue.undo };
  }
}

function loaded<A extends Queued>(queue: Queue<A>, answer: readonly A[], fresh: boolean): Queue<A> {
  const rows = answer.filter((row) => !queue.gone.includes(row.id));
  if (fresh || !isHeld(queue)) {
    const all = sorted(fresh ? rows : union(rows, queue.waiting));
    return {
      ...queue,
      rows: all,
      waiting: [],
      stale: [],
    };
  }
  const shown = new Set(queue.rows.map((row) => row.id));
  const newest = queue.rows[0]?.raisedAt ?? '';
  const oldest = queue.rows.at(-1)?.raisedAt ?? '';
  const answered = new Map(rows.map((row) => [row.id, row]));
  const isNewer = (row: A): boolean => !shown.has(row.id) && row.raisedAt >= newest && newest !== '';
  const older = rows.filter((row) => !shown.has(row.id) && row.raisedAt < oldest);
  const between = rows.filter((row) => !shown.has(row.id) && !isNewer(row) && row.raisedAt >= oldest);
  const below = newest === '' ? sorted(rows) : older;
  // What has waited and is shown now waits no longer.
  const arrived = new Set(below.map((row) => row.id));
  return {
    ...queue,
    rows: [...queue.rows.map((row) => answered.get(row.id) ?? row), ...below],
    waiting: sorted(union([...rows.filter(isNewer), ...between], queue.waiting)).filter((row) => !arrived.has(row.id)),
  };
}

function heard<A extends Queued>(queue: Queue<A>, alert: A, fits: boolean): Queue<A> {
  if (queue.gone.includes(alert.id)) {
    return queue;
  }
  if (queue.rows.some((row) => row.id === alert.id)) {
    const rows = queue.rows.map((row) => (row.id === alert.id ? alert : row));
    const stale = queue.stale.filter((id) => id !== alert.id);
    return fits
      ? { ...queue, rows, stale }
      : isHeld(queue)
        ? { ...queue, rows, stale: [...stale, alert.id] }
        : { ...queue, rows: rows.filter((row) => row.id !== alert.id) };
  }
  const others = queue.waiting.filter((row) => row.id !== alert.id);
  if (!fits) {
    return others.length === queue.waiting.length ? queue : { ...queue, waiting: others };
  }
  return isHeld(queue)
    ? { ...queue, waiting: sorted([alert, ...others]) }
    : { ...queue, rows: sorted([alert, ...queue.rows]), waiting: others };
}

function settled<A extends Queued>(queue: Queue<A>): Queue<A> {
  const rows = sorted(union(queue.waiting, queue.rows)).filter((row) => !queue.stale.includes(row.id));
  return {
    ...queue,
    rows,
    waiting: [],
    stale: [],
    selectedId: rows.some((row) => row.id === queue.selectedId) ? queue.selectedId : null,
  };
}

function done<A extends Queued>(
  queue: Queue<A>,
  { id, done: what, after, keeps }: { id: string; done: Done; after: A; keeps: boolean },
): Queue<A> {
  const before = queue.rows.find((row) => row.id === id);
  const undo = { alert: before ?? after, done: what };
  if (keeps) {
    return { ...queue, rows: queue.rows.map((row) => (row.id === id ? after : row)), undo };
  }
  const next = queue.selectedId === id ? (neighbour(queue, 1, false) ?? neighbour(queue, -1, false)) : queue.selectedId;
  return {
    ...queue,
    rows: queue.rows.filter((row) => row.id !== id),
    selectedId: next,
    undo,
    stale: queue.stale.filter((other) => other !== id),
    gone: [...queue.gone, id].slice(-500),
  };
}

/** The row above or below; at the ends it stays, unless it must not be the same one. */
function neighbour<A extends Queued>(queue: Queue<A>, by: 1 | -1, stay = true): string | null {
  const index = queue.rows.findIndex((row) => row.id === queue.selectedId);
  if (index < 0) {
    return queue.rows[0]?.id ?? null;
  }
  return queue.rows[index + by]?.id ?? (stay ? queue.selectedId : null);
}

function union<A extends Queued>(first: readonly A[], second: readonly A[]): A[] {
  const ids = new Set(first.map((row) => row.id));
  return [...first, ...second.filter((row) => !ids.has(row.id))];
}

function sorted<A extends Queued>(rows: readonly A[]): A[] {
  return [...rows].sort((a, b) =>
    a.raisedAt === b.raisedAt ? (a.id < b.id ? 1 : -1) : a.raisedAt < b.raisedAt ? 1 : -1,
  );
}
