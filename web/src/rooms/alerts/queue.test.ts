import { describe, expect, it } from 'vitest';
import { emptyQueue, isHeld, nextQueue, type Queue, type QueueEvent, type Queued } from './queue';

function alert(n: number, state = 'NEW'): Queued {
  return { id: `a${n}`, state, raisedAt: `2026-11-22T12:00:${String(n).padStart(2, '0')}.000Z` };
}

function play(...events: QueueEvent<Queued>[]): Queue<Queued> {
  return events.reduce((queue, event) => nextQueue(queue, event), emptyQueue<Queued>());
}

const ids = (queue: Queue<Queued>): string[] => queue.rows.map((row) => row.id);
const three: QueueEvent<Queued> = { on: 'loaded', rows: [alert(1), alert(3), alert(2)], fresh: true };

describe('the queue', () => {
  it('shows the newest first and takes new alerts in at once while nobody works in it', () => {
    const queue = play(three, { on: 'news', alert: alert(4), fits: true });
    expect(ids(queue)).toEqual(['a4', 'a3', 'a2', 'a1']);
    expect(isHeld(queue)).toBe(false);
  });

  it('holds still while an alert is selected: new ones wait behind the pill', () => {
    const held = play(three, { on: 'select', id: 'a2' }, { on: 'news', alert: alert(4), fits: true });
    expect(ids(held)).toEqual(['a3', 'a2', 'a1']);
    expect(held.waiting.map((row) => row.id)).toEqual(['a4']);
    const settled = nextQueue(held, { on: 'settle' });
    expect(ids(settled)).toEqual(['a4', 'a3', 'a2', 'a1']);
    expect(settled.selectedId).toBe('a2');
  });

  it('holds still while it is scrolled', () => {
    const queue = play(three, { on: 'scrolled', scrolled: true }, { on: 'news', alert: alert(4), fits: true });
    expect(queue.waiting).toHaveLength(1);
  });

  it('holds still when the server answers again', () => {
    const queue = play(
      three,
      { on: 'select', id: 'a3' },
      {
        on: 'loaded',
        rows: [alert(5), alert(3, 'ACKNOWLEDGED'), alert(2), alert(0)],
        fresh: false,
      },
    );
    expect(ids(queue)).toEqual(['a3', 'a2', 'a1', 'a0']);
    expect(queue.rows[0]?.state).toBe('ACKNOWLEDGED');
    expect(queue.waiting.map((row) => row.id)).toEqual(['a5']);
  });

  it('keeps the row that another person has worked on until it settles', () => {
    const held = play(three, { on: 'select', id: 'a1' }, { on: 'news', alert: alert(3, 'DISMISSED'), fits: false });
    expect(ids(held)).toEqual(['a3', 'a2', 'a1']);
    expect(held.stale).toEqual(['a3']);
    expect(ids(nextQueue(held, { on: 'settle' }))).toEqual(['a2', 'a1']);
    const free = play(three, { on: 'news', alert: alert(3, 'DISMISSED'), fits: false });
    expect(ids(free)).toEqual(['a2', 'a1']);
  });

  it('drops a waiting alert that somebody else has dealt with', () => {
    const queue = play(
      three,
      { on: 'select', id: 'a1' },
      { on: 'news', alert: alert(4), fits: true },
      { on: 'news', alert: alert(4, 'ACKNOWLEDGED'), fits: false },
    );
    expect(queue.waiting).toEqual([]);
  });

  it('goes on to the next alert after an action, to the one above at the end', () => {
    const acted = (id: string): Queue<Queued> =>
      play(
        three,
        { on: 'select', id },
        {
          on: 'done',
          id,
          done: 'acknowledged',
          after: { ...alert(Number(id.slice(1))), state: 'ACKNOWLEDGED' },
          keeps: false,
        },
      );
    expect(acted('a3').selectedId).toBe('a2');
    expect(acted('a1').selectedId).toBe('a2');
    expect(ids(acted('a3'))).toEqual(['a2', 'a1']);
  });

  it('does not let late answers bring back what was dealt with', () => {
    const queue = play(
      three,
      { on: 'select', id: 'a3' },
      { on: 'done', id: 'a3', done: 'dismissed', after: alert(3, 'DISMISSED'), keeps: false },
      { on: 'loaded', rows: [alert(3), alert(2), alert(1)], fresh: true },
      { on: 'news', alert: alert(3), fits: true },
    );
    expect(ids(queue)).toEqual(['a2', 'a1']);
  });

  it('brings it back by undo, selected, in its place', () => {
    const queue = play(
      three,
      { on: 'select', id: 'a2' },
      { on: 'done', id: 'a2', done: 'dismissed', after: alert(2, 'DISMISSED'), keeps: false },
    );
    expect(queue.undo).toEqual({ alert: alert(2), done: 'dismissed' });
    const back = nextQueue(queue, { on: 'undone', alert: alert(2), fits: true });
    expect(ids(back)).toEqual(['a3', 'a2', 'a1']);
    expect(back.selectedId).toBe('a2');
    expect(back.undo).toBeNull();
  });

  it('moves by keys, starts at the top and stays at the ends', () => {
    expect(play(three, { on: 'move', by: 1 }).selectedId).toBe('a3');
    expect(play(three, { on: 'select', id: 'a1' }, { on: 'move', by: 1 }).selectedId).toBe('a1');
    expect(play(three, { on: 'select', id: 'a3' }, { on: 'move', by: -1 }).selectedId).toBe('a3');
    expect(play(three, { on: 'last' }).selectedId).toBe('a1');
    expect(play({ on: 'move', by: 1 }).selectedId).toBeNull();
  });
});

it('what has waited and comes with an older page is shown once', () => {
  const held: QueueEvent<Queued>[] = [
    { on: 'select', id: 'a2' },
    { on: 'news', alert: alert(0), fits: true },
  ];
  const queue = play(three, ...held, { on: 'loaded', rows: [alert(0)], fresh: false });
  expect(ids(queue)).toEqual(['a3', 'a2', 'a1', 'a0']);
  expect(queue.waiting).toEqual([]);
});

describe('any order of events', () => {
  it('never shows an alert twice and never moves a row under a held selection', () => {
    const seed = Date.now() % 2_147_483_647 || 1;
    console.log(`seed ${seed}`);
    let state = seed;
    const next = (n: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % n;
    };
    let queue = play(three);
    for (let step = 0; step < 3000; step++) {
      const n = next(40);
      const events: QueueEvent<Queued>[] = [
        { on: 'news', alert: alert(n), fits: next(2) === 0 },
        { on: 'loaded', rows: [alert(n), alert((n + 7) % 40), alert((n + 20) % 40)], fresh: false },
        { on: 'move', by: 1 },
        { on: 'scrolled', scrolled: next(2) === 0 },
        { on: 'settle' },
        { on: 'select', id: null },
      ];
      const event = events[next(events.length)] ?? { on: 'settle' };
      const before = queue;
      queue = nextQueue(queue, event);
      const shown = [...queue.rows, ...queue.waiting].map((row) => row.id);
      expect(new Set(shown).size, `seed ${seed} step ${step}`).toBe(shown.length);
      if (isHeld(before) && event.on !== 'settle') {
        expect(ids(queue).slice(0, before.rows.length), `seed ${seed} step ${step}`).toEqual(ids(before));
      }
    }
  });
});
