import { describe, expect, it } from 'vitest';
import { Problem } from '../../api';
import { fragment, initSegment } from '../fragments';
import { MasterClock, nextSpeed, steer } from './clock';
import { PartScanner } from './mp4';
import { indexOf, isClosedMeanwhile, keyBefore, pieceAfter, pieceAt, replaceSpan, type Piece } from './segments';
import { gather, missing, spanAt } from './spans';

describe('the piece that is being written', () => {
  it('may be closed while it is read, which is no trouble to tell of; other refusals are', () => {
    expect([404, 416, 403, 500, 503].map((status) => isClosedMeanwhile(new Problem(status, '', '')))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(isClosedMeanwhile(new TypeError('network'))).toBe(false);
  });
});

describe('the common clock', () => {
  it('goes on from where it is at another speed, and stands while it is held', () => {
    let now = 0;
    const clock = new MasterClock(1_000_000, () => now);
    clock.play();
    now = 1000;
    expect(clock.position).toBe(1_001_000);
    clock.setSpeed(4);
    now = 2000;
    expect(clock.position).toBe(1_005_000);
    clock.hold(true);
    now = 9000;
    expect(clock.position).toBe(1_005_000);
    clock.hold(false);
    now = 9500;
    expect(clock.position).toBe(1_007_000);
    clock.pause();
    now = 20_000;
    expect(clock.position).toBe(1_007_000);
  });

  it('brings a player within 80 ms and leaves it alone there', () => {
    for (const speed of [0.25, 1, 2, 4]) {
      for (const start of [-0.5, -0.2, 0.2, 0.5]) {
        let error = start;
        let jumps = 0;
        for (let i = 0; i < 200; i++) {
          const { jump, rate } = steer(error, speed);
          if (jump) {
            error = 0;
            jumps++;
          } else error -= (rate - speed) * 0.04;
        }
        expect(Math.abs(error), `from ${start} at ${speed}`).toBeLessThan(0.08);
        expect(jumps).toBe(0);
      }
    }
    expect(steer(3, 1).jump).toBe(true);
    expect(steer(0.01, 1)).toEqual({ jump: false, rate: 1 });
    expect(steer(0.04, 1, 0.05)).toEqual({ jump: false, rate: 1 });
  });

  it('steps through the speeds', () => {
    expect([nextSpeed(1, 1), nextSpeed(1, -1), nextSpeed(16, 1), nextSpeed(0.25, -1)]).toEqual([2, 0.5, 16, 0.25]);
  });
});

const piece = (start: number, end: number, open = false): Piece => ({
  name: String(start),
  open,
  startMs: start,
  endMs: end,
  codecs: 'avc1.64001f',
  sound: '',
  uncertaintyMs: 0,
});

describe('planning of segments', () => {
  const pieces = [piece(0, 10_000), piece(10_200, 20_000), piece(50_000, 60_000)];

  it('forgives a seam but not a gap', () => {
    expect(pieceAt(pieces, 10_100)?.startMs).toBe(10_200);
    expect(pieceAt(pieces, 19_999)?.startMs).toBe(10_200);
    expect(pieceAt(pieces, 30_000)).toBeUndefined();
    expect(pieceAt(pieces, 49_900)).toBeUndefined();
    expect(pieceAfter(pieces, 30_000)?.startMs).toBe(50_000);
    expect(pieceAt([piece(0, 5000, true)], 7000)?.open).toBe(true);
    expect(pieceAt([piece(0, 5000)], 7000)).toBeUndefined();
  });

  it('finds the fetched piece that reaches further than a recorded one that began after it', () => {
    const laid = [piece(0, 10_000), piece(9_000, 19_000), piece(9_001, 12_000), piece(19_000, 25_000)];
    expect(pieceAt(laid, 9_500)?.startMs).toBe(9_000 + 1);
    expect(pieceAt(laid, 15_000)?.startMs).toBe(9_000);
    expect(pieceAt(laid, 18_900)?.startMs).toBe(9_000);
    expect(pieceAt(laid, 26_000)).toBeUndefined();
  });

  it('takes the newest word about a stretch: an open piece becomes a closed one', () => {
    const before = [piece(0, 10_000), piece(10_000, 13_000, true)];
    const after = replaceSpan(before, [piece(10_000, 20_000)], 9_000, 30_000);
    expect(after.map((each) => [each.startMs, each.open])).toEqual([[10_000, false]]);
    expect(replaceSpan(before, [piece(10_000, 20_000)], 10_000, 30_000)).toHaveLength(2);
  });

  it('begins at the last key frame before the moment', () => {
    const { fragments } = indexOf({
      init: [0, 800],
      startMicros: 5_000_000,
      baseDecodeMicros: 0,
      fragments: [true, false, true, false].map((key, i) => ({
        offset: 800 + i * 100,
        length: 100,
        startMicros: 5_000_000 + i * 500_000,
        durationMicros: 500_000,
        key,
      })),
    });
    expect(keyBefore(fragments, 0.7)?.offset).toBe(800);
    expect(keyBefore(fragments, 1.7)?.offset).toBe(1000);
    expect(keyBefore(fragments, 99)?.offset).toBe(1000);
    expect(keyBefore([], 1)).toBeUndefined();
  });
});

describe('spans', () => {
  it('joins what touches and tells what is missing', () => {
    let spans = gather([], { from: 0, to: 10 }, 2);
    spans = gather(spans, { from: 20, to: 30 }, 2);
    spans = gather(spans, { from: 11, to: 15 }, 2);
    expect(spans).toEqual([
      { from: 0, to: 15 },
      { from: 20, to: 30 },
    ]);
    expect(missing(spans, -5, 40)).toEqual([
      { from: -5, to: 0 },
      { from: 15, to: 20 },
      { from: 30, to: 40 },
    ]);
    expect(spanAt(spans, 25)?.from).toBe(20);
  });
});

describe('reading of recordings', () => {
  const info = {
    codec: 'H264',
    codecString: 'avc1.64001f',
    widthPx: 320,
    heightPx: 240,
    fps: 10,
    clock: 'RTCP',
  } as const;
  const unit = (key: boolean) => ({
    capturedMs: 0,
    number: 1,
    key,
    dropped: false,
    data: new Uint8Array([0, 0, 0, 1, 9]),
  });

  it('finds head and fragments however the bytes are cut', () => {
    const parts = [
      initSegment(info, new Uint8Array([1, 0x64, 0, 0x1f])),
      fragment(unit(true), 1, 0, 9000),
      fragment(unit(false), 2, 9000, 9000),
    ];
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    for (const cut of [1, 7, 64, 5000]) {
      const scanner = new PartScanner();
      const found = [];
      for (let i = 0; i < all.length; i += cut) found.push(...scanner.push(all.slice(i, i + cut)));
      expect(found.map((part) => part.kind)).toEqual(['init', 'fragment', 'fragment']);
      const [head, first, second] = found;
      expect(head?.kind === 'init' && head.codecs).toBe('avc1.64001f');
      expect(first?.kind === 'fragment' && [first.key, first.startS, first.offset]).toEqual([
        true,
        0,
        parts[0]?.length,
      ]);
      expect(second?.kind === 'fragment' && [second.key, second.startS, second.endS]).toEqual([false, 0.1, 0.2]);
    }
  });

  it('does not take rubbish for a recording', () => {
    expect(() => new PartScanner().push(new Uint8Array(64))).toThrow(/damaged/);
  });
});
