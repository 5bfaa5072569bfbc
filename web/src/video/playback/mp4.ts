import { box, boxes, child, join, trackId, typeAt, viewOf, whole, type Box, type Bytes } from '../boxes';
import { readSound, type SoundTrack } from './soundTrack';

/* Reads fragmented MP4 (ISO/IEC 14496-12) as our recordings are: ftyp moov (moof mdat)*. Pictures and sound lie in the
 * same fragments; here they are parted, because a browser takes each into a buffer of its own. */

interface Track {
  timescale: number;
  video: boolean;
  /** What a fragment means where it says nothing (trex). */
  usual: { length: number; size: number; flags: number };
}

export interface InitPart {
  kind: 'init';
  /** The head of the pictures alone. */
  pictures: Bytes;
  tracks: Map<number, Track>;
  /** Coding of the pictures as RFC 6381 names it; empty where this is not known. */
  codecs: string;
  sound: SoundTrack | undefined;
}

/** A piece of sound; times in units of its track. */
export interface SoundSample {
  start: number;
  length: number;
  bytes: Uint8Array;
}

/** One fragment; times are seconds on the time line of the video track. */
export interface FragmentPart {
  kind: 'fragment';
  offset: number;
  /** How long it is in the file. */
  size: number;
  /** What of it belongs to the pictures. */
  pictures: Bytes;
  sound: SoundSample[];
  startS: number;
  endS: number;
  key: boolean;
  /** When each picture is shown, in order. */
  framesS: number[];
}

/** Tracks of a `moov` that lies in these bytes. */
export function readTracks(bytes: Uint8Array): Map<number, Track> {
  const view = viewOf(bytes);
  const tracks = new Map<number, Track>();
  const moov = child(bytes, whole(bytes), 'moov');
  if (!moov) return tracks;
  const mvex = child(bytes, moov, 'mvex');
  const usual = new Map<number, Track['usual']>();
  for (const trex of mvex ? boxes(bytes, mvex.from, mvex.to) : []) {
    if (trex.type !== 'trex') continue;
    usual.set(view.getUint32(trex.from + 4), {
      length: view.getUint32(trex.from + 12),
      size: view.getUint32(trex.from + 16),
      flags: view.getUint32(trex.from + 20),
    });
  }
  for (const trak of boxes(bytes, moov.from, moov.to)) {
    if (trak.type !== 'trak') continue;
    const id = trackId(bytes, trak);
    const mdhd = child(bytes, trak, 'mdia', 'mdhd');
    const hdlr = child(bytes, trak, 'mdia', 'hdlr');
    if (id === undefined || !mdhd || !hdlr) continue;
    tracks.set(id, {
      timescale: view.getUint32(mdhd.from + (bytes[mdhd.from] === 1 ? 20 : 12)),
      video: typeAt(bytes, hdlr.from + 4) === 'vide',
      usual: usual.get(id) ?? { length: 0, size: 0, flags: 0 },
    });
  }
  return tracks;
}

/** Coding of a head's pictures as a browser wants it told; empty when it is not H.264. */
function readCodecs(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const at = text.indexOf('avcC');
  if (at < 0) return '';
  const hex = [5, 6, 7].map((i) => (bytes[at + i] ?? 0).toString(16).padStart(2, '0')).join('');
  return `avc1.${hex}`;
}

/** What a head tells. */
export function readInit(bytes: Bytes): InitPart {
  const tracks = readTracks(bytes);
  const keep = (video: boolean) => headOf(bytes, (id) => (tracks.get(id)?.video ?? false) === video);
  return {
    kind: 'init',
    pictures: tracks.size > 1 ? keep(true) : bytes,
    tracks,
    codecs: readCodecs(bytes),
    sound: readSound(bytes, () => keep(false)),
  };
}

/** A head with only some of its tracks. */
function headOf(bytes: Bytes, keep: (track: number) => boolean): Bytes {
  const parts: Bytes[] = [];
  for (const part of boxes(bytes, 0, bytes.length)) {
    if (part.type !== 'moov') {
      parts.push(bytes.subarray(part.begin, part.to));
      continue;
    }
    const inside: Bytes[] = [];
    for (const each of boxes(bytes, part.from, part.to)) {
      if (each.type === 'mvex') {
        const kept = [...boxes(bytes, each.from, each.to)].filter(
          ({ type, from }) => type !== 'trex' || keep(viewOf(bytes).getUint32(from + 4)),
        );
        inside.push(box('mvex', ...kept.map(({ begin, to }) => bytes.subarray(begin, to))));
      } else if (each.type !== 'trak' || keep(trackId(bytes, each) ?? 0)) {
        inside.push(bytes.subarray(each.begin, each.to));
      }
    }
    parts.push(box('moov', ...inside));
  }
  return join(...parts);
}

interface Sample {
  start: number;
  length: number;
  shown: number;
  /** Where it lies, from the beginning of `moof`. */
  at: number;
  size: number;
  key: boolean;
}

/** The samples of a track fragment (`tfhd`, `tfdt`, `trun`: 8.8.7, 8.8.12, 8.8.8). */
function readSamples(
  bytes: Uint8Array,
  traf: Box,
  tracks: Map<number, Track>,
): { track: Track; samples: Sample[] } | undefined {
  const view = viewOf(bytes);
  const tfhd = child(bytes, traf, 'tfhd');
  const tfdt = child(bytes, traf, 'tfdt');
  const track = tfhd && tracks.get(view.getUint32(tfhd.from + 4));
  if (!tfhd || !tfdt || !track) return undefined;
  const flags = view.getUint32(tfhd.from) & 0xffffff;
  let place = tfhd.from + 8;
  if (flags & 1) place += 8;
  if (flags & 2) place += 4;
  const usual = { ...track.usual };
  for (const [flag, name] of [
    [8, 'length'],
    [0x10, 'size'],
    [0x20, 'flags'],
  ] as const) {
    if (!(flags & flag)) continue;
    usual[name] = view.getUint32(place);
    place += 4;
  }
  let time = bytes[tfdt.from] === 1 ? Number(view.getBigUint64(tfdt.from + 4)) : view.getUint32(tfdt.from + 4);
  let at = 0;
  const samples: Sample[] = [];
  for (const trun of boxes(bytes, traf.from, traf.to)) {
    if (trun.type !== 'trun') continue;
    const run = view.getUint32(trun.from) & 0xffffff;
    const count = view.getUint32(trun.from + 4);
    let next = trun.from + 8;
    const word = () => {
      next += 4;
      return view.getUint32(next - 4);
    };
    if (run & 1) at = word();
    const first = run & 4 ? word() : usual.flags;
    for (let i = 0; i < count; i++) {
      const length = run & 0x100 ? word() : usual.length;
      const size = run & 0x200 ? word() : usual.size;
      const said = run & 0x400 ? word() : i === 0 ? first : usual.flags;
      const late = run & 0x800 ? word() | 0 : 0;
      samples.push({ start: time, length, shown: time + late, at, size, key: (said & 0x10000) === 0 });
      time += length;
      at += size;
    }
  }
  return { track, samples };
}

function readFragment(bytes: Bytes, offset: number, tracks: Map<number, Track>): FragmentPart {
  const part: FragmentPart = {
    kind: 'fragment',
    offset,
    size: bytes.length,
    pictures: bytes,
    sound: [],
    startS: NaN,
    endS: NaN,
    key: false,
    framesS: [],
  };
  const moof = child(bytes, whole(bytes), 'moof');
  if (!moof) return part;
  const others: Box[] = [];
  for (const traf of boxes(bytes, moof.from, moof.to)) {
    if (traf.type !== 'traf') continue;
    const read = readSamples(bytes, traf, tracks);
    if (!read?.track.video) {
      others.push(traf);
      for (const { start, length, at, size } of read?.samples ?? []) {
        const from = moof.begin + at;
        part.sound.push({ start, length, bytes: bytes.subarray(from, from + size) });
      }
      continue;
    }
    const { timescale } = read.track;
    const last = read.samples.at(-1);
    part.startS = (read.samples[0]?.start ?? NaN) / timescale;
    part.endS = last ? (last.start + last.length) / timescale : NaN;
    part.key = read.samples[0]?.key ?? false;
    part.framesS = read.samples.map(({ shown }) => shown / timescale).sort((a, b) => a - b);
  }
  if (others.length > 0) part.pictures = withoutTracks(bytes, moof, others);
  return part;
}

/** A fragment without some of its tracks; their bytes stay in `mdat`, where nothing points at them any more. */
function withoutTracks(bytes: Bytes, moof: Box, gone: Box[]): Bytes {
  const less = gone.reduce((sum, traf) => sum + traf.to - traf.begin, 0);
  const kept: Bytes[] = [];
  for (const each of boxes(bytes, moof.from, moof.to)) {
    if (gone.some(({ begin }) => begin === each.begin)) continue;
    const copy = bytes.slice(each.begin, each.to);
    const view = viewOf(copy);
    // Where samples lie is told from the beginning of moof, which is shorter now.
    for (const trun of each.type === 'traf' ? boxes(copy, each.from - each.begin, copy.length) : []) {
      if (trun.type === 'trun' && view.getUint32(trun.from) & 1) {
        view.setInt32(trun.from + 8, view.getInt32(trun.from + 8) - less);
      }
    }
    kept.push(copy);
  }
  return join(bytes.subarray(0, moof.begin), box('moof', ...kept), bytes.subarray(moof.to));
}

/** Takes a recording as it arrives and gives its parts as soon as each is whole. */
export class PartScanner {
  private held = new Uint8Array(0);
  private parsed = 0;

  /**
   * @param offset where in the file the bytes begin
   * @param tracks tracks of the file when reading begins after its head
   */
  constructor(
    private offset = 0,
    private tracks: Map<number, Track> = new Map(),
  ) {}

  /** Where in the file the next part begins. */
  get next(): number {
    return this.offset;
  }

  push(bytes: Uint8Array): (InitPart | FragmentPart)[] {
    const all = new Uint8Array(this.held.length + bytes.length);
    all.set(this.held);
    all.set(bytes, this.held.length);
    const view = new DataView(all.buffer);
    const parts: (InitPart | FragmentPart)[] = [];
    let begin = 0;
    let at = this.parsed;
    while (at + 8 <= all.length) {
      let size = view.getUint32(at);
      if (size === 1) {
        if (at + 16 > all.length) break;
        size = Number(view.getBigUint64(at + 8));
      }
      if (size < 8) throw new Error('this recording is damaged: a box of no size');
      if (at + size > all.length) break;
      const type = typeAt(all, at);
      at += size;
      if (type === 'moov') {
        const init = readInit(all.slice(begin, at));
        this.tracks = init.tracks;
        parts.push(init);
        begin = at;
      } else if (type === 'mdat') {
        parts.push(readFragment(all.slice(begin, at), this.offset + begin, this.tracks));
        begin = at;
      } else if (type !== 'ftyp' && type !== 'moof' && type !== 'styp') {
        // Something that players do not need; what was gathered before it stays with the next part.
        if (at - size === begin) begin = at;
      }
    }
    this.offset += begin;
    this.held = all.slice(begin);
    this.parsed = at - begin;
    return parts;
  }
}
