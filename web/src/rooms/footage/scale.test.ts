import { describe, expect, it } from 'vitest';
import { openingAt, readAddress, writeAddress } from './address';
import { basic, ffplayLine, passWish } from './pass';
import {
  around,
  asked,
  atOf,
  DAY,
  follow,
  HOUR,
  LONGEST,
  MINUTE,
  nextLength,
  resolutionOf,
  SHORTEST,
  ticks,
  xOf,
  zoom,
} from './scale';
import { everyOf, readSprite, sheetSpan, spotOf } from './thumbnails';

const AT = Date.parse('2026-11-28T12:00:00Z');

describe('the time bar', () => {
  it('keeps the moment under the pointer where it is when zooming', () => {
    const stretch = around(AT, HOUR);
    const about = AT + 7 * MINUTE;
    const next = zoom(stretch, 0.25, about);
    expect(next.to - next.from).toBe(HOUR / 4);
    expect(xOf(next, about, 1000)).toBeCloseTo(xOf(stretch, about, 1000), 1);
  });

  it('goes from one minute to thirty days and no further', () => {
    expect(zoom(around(AT, MINUTE), 0.01, AT).to - zoom(around(AT, MINUTE), 0.01, AT).from).toBe(SHORTEST);
    const long = zoom(around(AT, 20 * DAY), 10, AT);
    expect(long.to - long.from).toBe(LONGEST);
    expect(nextLength(HOUR, 1)).toBe(6 * HOUR);
    expect(nextLength(HOUR, -1)).toBe(15 * MINUTE);
  });

  it('places and reads a moment alike', () => {
    const stretch = around(AT, HOUR);
    expect(atOf(stretch, xOf(stretch, AT + 1234, 800), 800)).toBeCloseTo(AT + 1234, 3);
  });

  it('pages on when time runs off it and stays while it is in sight', () => {
    const stretch = around(AT, HOUR);
    expect(follow(stretch, AT)).toBe(stretch);
    const next = follow(stretch, stretch.to + 1000);
    expect(next.from).toBeLessThan(stretch.to + 1000);
    expect(next.to).toBeGreaterThan(stretch.to + 1000);
    expect(follow(stretch, AT - 9 * HOUR)).toEqual(around(AT - 9 * HOUR, HOUR));
  });

  it('asks for even borders, so that small moves ask for nothing new', () => {
    const stretch = around(AT, HOUR);
    const one = asked(stretch);
    expect(asked({ from: stretch.from + 5000, to: stretch.to + 5000 })).toEqual(one);
    expect(one.from).toBeLessThanOrEqual(stretch.from);
    expect(one.to).toBeGreaterThanOrEqual(stretch.to);
    expect(resolutionOf(around(AT, LONGEST), 1000)).toBeGreaterThan(3600);
  });

  it('marks even times about a hundred pixels apart at every length', () => {
    for (const length of [MINUTE, HOUR, DAY, 7 * DAY, LONGEST]) {
      const marks = ticks(around(AT, length), 1000);
      expect(marks.length, `length ${length}`).toBeGreaterThan(1);
      expect(marks.length, `length ${length}`).toBeLessThan(12);
    }
  });
});

describe('the address', () => {
  it('reproduces the view', () => {
    const view = { cameras: ['a', 'b'], at: AT, speed: 2, length: 6 * HOUR };
    expect(readAddress(writeAddress(view))).toEqual({ ...view, play: false });
  });

  it('forgives what a hand wrote', () => {
    const read = readAddress({ cameras: 'a,a,,b,c,d,e,f,g,h,i,j,k', at: 'yesterday', speed: '3', span: '-4' });
    expect(read.cameras).toHaveLength(9);
    expect(read).toMatchObject({ at: undefined, speed: 1, length: HOUR });
  });
});

describe('thumbnails', () => {
  it('finds the spot of a moment on a sheet', () => {
    const sheet = readSprite(`10,3,160,90,${new Date(AT).toISOString()},5`);
    expect(sheet && spotOf(sheet, AT + 61_000)).toEqual({ x: 320, y: 90 });
    expect(sheet && spotOf(sheet, AT - 1)).toBeUndefined();
    expect(readSprite(null)).toBeUndefined();
  });

  it('asks for the same sheet all along it', () => {
    const every = everyOf(HOUR);
    const { from, to } = sheetSpan(AT, every);
    expect(sheetSpan(from, every)).toEqual(sheetSpan(to - 1, every));
  });
});

describe('where the room opens', () => {
  const now = Date.parse('2026-11-29T10:00:00Z');

  it('is shortly before the newest picture of the cameras', () => {
    expect(openingAt(['2026-11-29T06:00:00Z', null, '2026-11-29T07:30:00Z', undefined], now)).toBe(
      Date.parse('2026-11-29T07:29:57Z'),
    );
  });

  it('is never in the future', () => {
    expect(openingAt(['2026-11-29T10:00:20Z'], now)).toBe(now - 3_000);
  });

  it('is left alone when nothing was recorded', () => {
    expect(openingAt([null, undefined, 'nonsense'], now)).toBeUndefined();
    expect(openingAt([], now)).toBeUndefined();
  });
});

describe('a pass for another player', () => {
  const now = Date.parse('2026-11-29T10:00:00Z');
  const marked = { from: now - 60_000, to: now - 30_000.4 };

  it('is for what is marked, the last quarter of an hour, or what comes', () => {
    expect(passWish('c', 'marked', marked, 4, now)).toEqual({
      camera: 'c',
      from: '2026-11-29T09:59:00.000Z',
      to: '2026-11-29T09:59:30.000Z',
      validMinutes: 240,
    });
    expect(passWish('c', 'last', marked, 1, now)).toMatchObject({
      from: '2026-11-29T09:45:00.000Z',
      to: '2026-11-29T10:00:00.000Z',
    });
    expect(passWish('c', 'growing', marked, 24, now)).toEqual({ camera: 'c', validMinutes: 1440 });
  });

  it('keeps the secret out of the address', () => {
    expect(basic('pass-1', 'abc-def')).toBe('Basic cGFzcy0xOmFiYy1kZWY=');
    expect(ffplayLine('https://city/a.m3u8', 'pass-1', 'abc-def')).toBe(
      'ffplay -headers "Authorization: Basic cGFzcy0xOmFiYy1kZWY=" "https://city/a.m3u8"',
    );
  });
});
