import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clockSpan, clockTime } from './Age';

beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 29, 14, 0) }));
afterEach(() => vi.useRealTimers());

test('a time of today has no date, others have one', () => {
  expect(clockTime(new Date(2026, 10, 29, 12, 3, 10))).toBe('12:03:10');
  expect(clockTime(new Date(2026, 10, 21, 12, 3, 10))).toBe('21 Nov 12:03:10');
});

test('a span over midnight says both dates', () => {
  const noon = new Date(2026, 10, 29, 12);
  expect(clockSpan(new Date(2026, 10, 29, 11), noon)).toBe('11:00:00 – 12:00:00');
  expect(clockSpan(new Date(2026, 10, 28, 12), noon)).toBe('28 Nov 12:00:00 – 29 Nov 12:00:00');
  expect(clockSpan(new Date(2026, 10, 27, 12), new Date(2026, 10, 28, 12))).toBe('27 Nov 12:00:00 – 28 Nov 12:00:00');
});
