import { describe, expect, it } from 'vitest';
import { fragment, initSegment, TimeLine, TIMESCALE } from './fragments';

/** Reads boxes as `type(size)` with their children, to compare with what ISO/IEC 14496-12 says. */
function boxes(bytes: Uint8Array, from = 0, to = bytes.length): string {
  const containers = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'stbl', 'mvex', 'moof', 'traf'];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found: string[] = [];
  for (let at = from; at < to;) {
    const size = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    expect(size).toBeGreaterThanOrEqual(8);
    found.push(containers.includes(type) ? `${type}[${boxes(bytes, at + 8, at + size)}]` : type);
    at += size;
    expect(at).toBeLessThanOrEqual(to);
  }
  return found.join(' ');
}

const info = {
  codec: 'H264',
  codecString: 'avc1.42c01f',
  widthPx: 768,
  heightPx: 576,
  fps: 12.5,
  clock: 'RTCP',
} as const;

describe('fragmented MP4', () => {
  it('begins with a movie that has one video track and no samples', () => {
    expect(boxes(initSegment(info, new Uint8Array([1, 66, 192, 31])))).toBe(
      'ftyp moov[mvhd trak[tkhd mdia[mdhd hdlr minf[vmhd dinf[dref] stbl[stsd stts stsc stsz stco]]]] mvex[trex]]',
    );
  });

  it('puts one access unit into one fragment whose data offset points at it', () => {
    const data = new Uint8Array([0, 0, 0, 2, 101, 7]);
    const bytes = fragment({ capturedMs: 0, number: 1, key: true, dropped: false, data }, 1, 7200, 7200);
    expect(boxes(bytes)).toBe('moof[mfhd traf[tfhd tfdt trun]] mdat');
    const view = new DataView(bytes.buffer);
    const moofSize = view.getUint32(0);
    const text = String.fromCharCode(...bytes);
    const run = text.indexOf('trun');
    expect(view.getUint32(run + 12)).toBe(moofSize + 8);
    expect(view.getUint32(run + 16)).toBe(7200);
    expect([...bytes.subarray(moofSize + 8)]).toEqual([...data]);
  });
});

describe('time line', () => {
  it('leaves no gaps and stays with the capture times, however they jitter', () => {
    const seed = 20261122;
    let state = seed;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const line = new TimeLine(25);
    let expected = 0;
    let offMs = 0;
    for (let i = 0; i < 2000; i++) {
      const capturedMs = 1_000_000 + i * 80 + (random() - 0.5) * 50;
      const { start, duration } = line.place(capturedMs);
      expect(start, `seed ${seed}, frame ${i}`).toBe(expected);
      expected = start + duration;
      if (i > 200) offMs = Math.max(offMs, Math.abs((start * 1000) / TIMESCALE - (capturedMs - 1_000_000)));
    }
    expect(offMs, `seed ${seed}`).toBeLessThan(250);
  });

  it('goes on where it was after a long interruption', () => {
    const line = new TimeLine(10);
    line.place(0);
    const { start } = line.place(100);
    expect(line.place(60_000).start).toBeLessThan(start + TIMESCALE / 5);
  });
});
