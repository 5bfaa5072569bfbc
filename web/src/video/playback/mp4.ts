/* Reads fragmented MP4 (ISO/IEC 14496-12) as our recordings are: ftyp moov (moof mdat)*. */

interface Track {
  timescale: number;
  video: boolean;
  /** What a fragment means where it says nothing (trex). */
  usual: { length: number; flags: number };
}

export interface InitPart {
  kind: 'init';
  bytes: Uint8Array<ArrayBuffer>;
  tracks: Map<number, Track>;
  /** As RFC 6381 names them; empty where this is not known. */
  codecs: string;
}

/** One fragment of the video track; times are seconds on the track's own time line. */
export interface FragmentPart {
  kind: 'fragment';
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
  startS: number;
  endS: number;
  key: boolean;
  /** When each picture is shown, in order. */
  framesS: number[];
}

interface Box {
  type: string;
  from: number;
  to: number;
}

const typeAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at + 4, at + 8));

function* boxes(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at + 8 <= to;) {
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1 && at + 16 <= to) {
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    }
    if (size < head) return;
    yield { type: typeAt(bytes, at), from: at + head, to: Math.min(to, at + size) };
    at += size;
  }
}

function child(bytes: Uint8Array, parent: Box | undefined, type: string): Box | undefined {
  if (!parent) return undefined;
  for (const box of boxes(bytes, parent.from, parent.to)) if (box.type === type) return box;
  return undefined;
}

/** Tracks of a `moov` that lies in these bytes. */
export function readTracks(bytes: Uint8Array): Map<number, Track> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tracks = new Map<number, Track>();
  const whole: Box = { type: '', from: 0, to: bytes.length };
  const moov = child(bytes, whole, 'moov');
  if (!moov) return tracks;
  const mvex = child(bytes, moov, 'mvex');
  const usual = new Map<number, Track['usual']>();
  for (const box of mvex ? boxes(bytes, mvex.from, mvex.to) : []) {
    if (box.type !== 'trex') continue;
    usual.set(view.getUint32(box.from + 4), {
      length: view.getUint32(box.from + 12),
      flags: view.getUint32(box.from + 20),
    });
  }
  for (const trak of boxes(bytes, moov.from, moov.to)) {
    if (trak.type !== 'trak') continue;
    const tkhd = child(bytes, trak, 'tkhd');
    const mdia = child(bytes, trak, 'mdia');
    const mdhd = child(bytes, mdia, 'mdhd');
    const hdlr = child(bytes, mdia, 'hdlr');
    if (!tkhd || !mdhd || !hdlr) continue;
    const id = view.getUint32(tkhd.from + (bytes[tkhd.from] === 1 ? 20 : 12));
    const timescale = view.getUint32(mdhd.from + (bytes[mdhd.from] === 1 ? 20 : 12));
    tracks.set(id, {
      timescale,
      video: String.fromCharCode(...bytes.subarray(hdlr.from + 8, hdlr.from + 12)) === 'vide',
      usual: usual.get(id) ?? { length: 0, flags: 0 },
    });
  }
  return tracks;
}

const SOUNDS: Record<string, string> = { mp4a: 'mp4a.40.2', Opus: 'opus', ulaw: 'ulaw', alaw: 'alaw' };

/** Codings of a head's tracks as a browser wants them told; empty when the video's is not H.264. */
export function readCodecs(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const at = text.indexOf('avcC');
  if (at < 0) return '';
  const hex = [5, 6, 7].map((i) => (bytes[at + i] ?? 0).toString(16).padStart(2, '0')).join('');
  const sound = Object.keys(SOUNDS).find((name) => text.indexOf(name, text.indexOf('stsd')) > 0);
  return [`avc1.${hex}`, ...(sound ? [SOUNDS[sound]] : [])].join(',');
}

function readFragment(bytes: Uint8Array<ArrayBuffer>, offset: number, tracks: Map<number, Track>): FragmentPart {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const part: FragmentPart = { kind: 'fragment', offset, bytes, startS: NaN, endS: NaN, key: false, framesS: [] };
  const moof = child(bytes, { type: '', from: 0, to: bytes.length }, 'moof');
  if (!moof) return part;
  for (const traf of boxes(bytes, moof.from, moof.to)) {
    if (traf.type !== 'traf') continue;
    const tfhd = child(bytes, traf, 'tfhd');
    const tfdt = child(bytes, traf, 'tfdt');
    if (!tfhd || !tfdt) continue;
    const track = tracks.get(view.getUint32(tfhd.from + 4));
    if (!track?.video) continue;
    const flags = view.getUint32(tfhd.from) & 0xffffff;
    let at = tfhd.from + 8;
    if (flags & 1) at += 8;
    if (flags & 2) at += 4;
    let usual = track.usual.length;
    let usualFlags = track.usual.flags;
    if (flags & 8) {
      usual = view.getUint32(at);
      at += 4;
    }
    if (flags & 0x10) at += 4;
    if (flags & 0x20) usualFlags = view.getUint32(at);
    let time = bytes[tfdt.from] === 1 ? Number(view.getBigUint64(tfdt.from + 4)) : view.getUint32(tfdt.from + 4);
    part.startS = time / track.timescale;
    let first = true;
    for (const trun of boxes(bytes, traf.from, traf.to)) {
      if (trun.type !== 'trun') continue;
      const run = view.getUint32(trun.from) & 0xffffff;
      const count = view.getUint32(trun.from + 4);
      let in_ = trun.from + 8;
      if (run & 1) in_ += 4;
      let firstFlags = usualFlags;
      if (run & 4) {
        firstFlags = view.getUint32(in_);
        in_ += 4;
      }
      for (let i = 0; i < count; i++) {
        let length = usual;
        let sampleFlags = i === 0 ? firstFlags : usualFlags;
        let late = 0;
        if (run & 0x100) {
          length = view.getUint32(in_);
          in_ += 4;
        }
        if (run & 0x200) in_ += 4;
        if (run & 0x400) {
          sampleFlags = view.getUint32(in_);
          in_ += 4;
        }
        if (run & 0x800) {
          late = view.getInt32(in_);
          in_ += 4;
        }
        if (first) part.key = (sampleFlags & 0x10000) === 0;
        first = false;
        part.framesS.push((time + late) / track.timescale);
        time += length;
      }
    }
    part.endS = time / track.timescale;
    part.framesS.sort((a, b) => a - b);
  }
  return part;
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
        const init = all.slice(begin, at);
        this.tracks = readTracks(init);
        parts.push({ kind: 'init', bytes: init, tracks: this.tracks, codecs: readCodecs(init) });
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
