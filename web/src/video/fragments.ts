import { ascii, box, join, movieOf, u16, u32, u64, zeros } from './boxes';
import type { StreamInfo, Unit } from './relay';

/* Fragmented MP4 (ISO/IEC 14496-12) for Media Source Extensions, built from access units as they are. */

export const TIMESCALE = 90_000;

/** The beginning of a stream: what it is, no pictures yet. */
export function initSegment(info: StreamInfo, config: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { widthPx, heightPx } = info;
  const sample = box(
    'avc1',
    [...zeros(6), ...u16(1), ...zeros(16), ...u16(widthPx), ...u16(heightPx)],
    [...u32(0x480000), ...u32(0x480000), ...zeros(4), ...u16(1), ...zeros(32), ...u16(24), 0xff, 0xff],
    box('avcC', config),
  );
  const movie = movieOf({
    timescale: TIMESCALE,
    handler: 'vide',
    mediaHead: box('vmhd', [0, 0, 0, 1, ...zeros(8)]),
    entry: sample,
    volume: 0,
    widthPx,
    heightPx,
  });
  return join(box('ftyp', [...ascii('isom'), ...u32(0x200), ...ascii('isomiso5avc1mp41')]), movie);
}

/**
 * One access unit as a fragment of its own: a fragment per frame keeps the delay short.
 *
 * @param sequence number of the fragment, from 1
 * @param start decode time in units of {@link TIMESCALE}
 * @param duration in the same unit
 */
export function fragment(unit: Unit, sequence: number, start: number, duration: number): Uint8Array<ArrayBuffer> {
  const flags = unit.key ? 0x02000000 : 0x01010000;
  const run = (offset: number) =>
    box(
      'trun',
      [0, 0, 0x07, 0x01],
      [...u32(1), ...u32(offset), ...u32(duration), ...u32(unit.data.length), ...u32(flags)],
    );
  const build = (offset: number) =>
    box(
      'moof',
      box('mfhd', [...zeros(4), ...u32(sequence)]),
      box('traf', box('tfhd', [0, 2, 0, 0, ...u32(1)]), box('tfdt', [1, 0, 0, 0, ...u64(start)]), run(offset)),
    );
  const head = build(build(0).length + 8);
  return join(head, box('mdat', unit.data));
}

/**
 * Lays frames end to end on one time line. The true time of a frame's end is only known when the next one comes, and
 * waiting for it would cost a frame of delay; so each gets the usual length, corrected by a tenth of what the line is off
 * from the capture times. A player sees no gaps and no overlaps.
 */
export class TimeLine {
  private next = 0;
  private firstCapturedMs: number | undefined;
  private lastCapturedMs = 0;
  private usual: number;

  constructor(fps: number) {
    this.usual = TIMESCALE / (fps > 0 ? fps : 15);
  }

  /** Start and length of the next frame, in units of {@link TIMESCALE}. */
  place(capturedMs: number): { start: number; duration: number } {
    const start = this.next;
    if (this.firstCapturedMs === undefined) {
      this.firstCapturedMs = capturedMs;
    } else {
      const step = ((capturedMs - this.lastCapturedMs) * TIMESCALE) / 1000;
      if (step > 0 && step < TIMESCALE) this.usual += (step - this.usual) * 0.1;
      // A jump (frames dropped, clock set) is not a gap to be played: the line goes on from here.
      else this.firstCapturedMs = capturedMs - (start * 1000) / TIMESCALE;
    }
    this.lastCapturedMs = capturedMs;
    const wanted = ((capturedMs - this.firstCapturedMs) * TIMESCALE) / 1000;
    const correction = Math.max(-0.5, Math.min(0.5, ((wanted - start) * 0.1) / this.usual));
    const duration = Math.max(1, Math.round(this.usual * (1 + correction)));
    this.next = start + duration;
    return { start, duration };
  }
}
