/* Boxes of MP4 files (ISO/IEC 14496-12, 4.2): writing and finding them. */

export type Bytes = Uint8Array<ArrayBuffer>;

export const u16 = (n: number) => [(n >>> 8) & 255, n & 255];
export const u32 = (n: number) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
export const u64 = (n: number) => [...u32(Math.floor(n / 0x1_0000_0000)), ...u32(n >>> 0)];
export const zeros = (n: number) => new Array<number>(n).fill(0);
export const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0));

/** The matrix of a picture that is neither turned nor scaled. */
const matrix = [...u32(0x10000), ...zeros(12), ...u32(0x10000), ...zeros(12), ...u32(0x40000000)];

export function box(type: string, ...parts: (Bytes | number[])[]): Bytes {
  const size = 8 + parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(size);
  bytes.set(u32(size), 0);
  bytes.set(ascii(type), 4);
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What a `moov` of one track, number 1, is made of. */
export interface OneTrack {
  /** Units of its times in a second. */
  timescale: number;
  handler: 'vide' | 'soun';
  /** `vmhd` or `smhd`. */
  mediaHead: Bytes;
  /** Its sample entry. */
  entry: Bytes;
  /** As in `tkhd`: 0x100 of sound. */
  volume: number;
  /** As in `tkhd`, of pictures: whole pixels. */
  widthPx: number;
  heightPx: number;
}

/** The head of a fragmented movie with one track and no samples yet. */
export function movieOf(track: OneTrack): Bytes {
  const { timescale, handler, mediaHead, entry, volume, widthPx, heightPx } = track;
  const table = box(
    'stbl',
    box('stsd', [...zeros(4), ...u32(1)], entry),
    box('stts', zeros(8)),
    box('stsc', zeros(8)),
    box('stsz', zeros(12)),
    box('stco', zeros(8)),
  );
  const media = box(
    'mdia',
    box('mdhd', [...zeros(12), ...u32(timescale), ...zeros(4), ...u16(0x55c4), ...zeros(2)]),
    box('hdlr', [...zeros(8), ...ascii(handler), ...zeros(13)]),
    box('minf', mediaHead, box('dinf', box('dref', [...zeros(4), ...u32(1)], box('url ', [0, 0, 0, 1]))), table),
  );
  return box(
    'moov',
    box(
      'mvhd',
      [...zeros(12), ...u32(timescale), ...zeros(4), ...u32(0x10000), ...u16(0x100), ...zeros(10), ...matrix],
      [...zeros(24), ...u32(2)],
    ),
    box(
      'trak',
      box(
        'tkhd',
        [0, 0, 0, 3, ...zeros(8), ...u32(1), ...zeros(20), ...u16(volume), ...zeros(2), ...matrix],
        [...u16(widthPx), 0, 0, ...u16(heightPx), 0, 0],
      ),
      media,
    ),
    box('mvex', box('trex', [...zeros(4), ...u32(1), ...u32(1), ...zeros(12)])),
  );
}

export function join(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A box that lies in some bytes. */
export interface Box {
  type: string;
  /** Where its head begins. */
  begin: number;
  /** Where its contents begin and end. */
  from: number;
  to: number;
}

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const typeAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at + 4, at + 8));

export const whole = (bytes: Uint8Array): Box => ({ type: '', begin: 0, from: 0, to: bytes.length });

export function* boxes(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  const view = viewOf(bytes);
  for (let at = from; at + 8 <= to;) {
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1 && at + 16 <= to) {
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    }
    if (size < head) return;
    yield { type: typeAt(bytes, at), begin: at, from: at + head, to: Math.min(to, at + size) };
    at += size;
  }
}

export function child(bytes: Uint8Array, parent: Box | undefined, ...types: string[]): Box | undefined {
  let found = parent;
  for (const type of types) {
    if (!found) return undefined;
    const { from, to } = found;
    found = undefined;
    for (const each of boxes(bytes, from, to)) {
      if (each.type === type) {
        found = each;
        break;
      }
    }
  }
  return found;
}

/** The number of a track (`tkhd`). */
export function trackId(bytes: Uint8Array, trak: Box): number | undefined {
  const tkhd = child(bytes, trak, 'tkhd');
  return tkhd && viewOf(bytes).getUint32(tkhd.from + (bytes[tkhd.from] === 1 ? 20 : 12));
}
