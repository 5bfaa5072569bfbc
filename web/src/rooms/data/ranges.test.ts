import { describe, expect, it } from 'vitest';
import { addressOfRange, rangeOf, spanOf, USUAL } from './ranges';

describe('range of a chart', () => {
  it('comes back from its address', () => {
    const fixed = { from: Date.parse('2026-11-24T10:00:00Z'), to: Date.parse('2026-11-24T12:00:00Z') };
    expect(rangeOf(addressOfRange(fixed))).toEqual(fixed);
    expect(rangeOf(addressOfRange({ last: 168 }))).toEqual({ last: 168 });
    expect(rangeOf(addressOfRange(USUAL))).toEqual(USUAL);
  });

  it('is the usual one where the address is nonsense', () => {
    expect(rangeOf({ from: 'x', to: 'y' })).toEqual(USUAL);
    expect(rangeOf({ from: '2026-11-24T12:00:00Z', to: '2026-11-24T10:00:00Z' })).toEqual(USUAL);
    expect(rangeOf({ last: 5 })).toEqual(USUAL);
  });

  it('moves on in steps while it is live', () => {
    expect(spanOf({ last: 1 }, 1003)).toEqual({ from: 1_010_000 - 3_600_000, to: 1_010_000, live: true });
    expect(spanOf({ last: 1 }, 1009)).toEqual(spanOf({ last: 1 }, 1003));
    expect(spanOf({ last: 24 }, 1003).to).toBe(1_020_000);
  });
});
