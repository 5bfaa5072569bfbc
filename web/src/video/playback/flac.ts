import { ascii, box, join, movieOf, u16, zeros, type Bytes } from '../boxes';

/*
 * Writes FLAC (RFC 9639) in MP4 ("Encapsulation of FLAC in ISO Base Media File Format", 1.0), the one lossless coding that
 * browsers take from a page. Nothing is made smaller: subframes are verbatim, or constant where all samples are the same,
 * as in silence. 16 bits a sample, 1 to 8 channels.
 */

/** Samples of a frame, at most; the last one of a stretch may be longer by less than {@link LEAST}. */
export const FRAME = 1024;
/** RFC 9639, 8.2: no frame but the last is shorter. */
const LEAST = 16;
const BITS = 16;

const CRC_8 = Uint8Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? (crc << 1) ^ 0x07 : crc << 1;
  return crc;
});
const CRC_16 = Uint16Array.from({ length: 256 }, (_, n) => {
  let crc = n << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc;
});

/** Polynomial x⁸+x²+x+1, from zero. */
export function crc8(bytes: Uint8Array): number {
  return bytes.reduce((crc, byte) => CRC_8[crc ^ byte] ?? 0, 0);
}

/** Polynomial x¹⁶+x¹⁵+x²+1, from zero. */
export function crc16(bytes: Uint8Array): number {
  return bytes.reduce((crc, byte) => ((crc << 8) & 0xffff) ^ (CRC_16[(crc >> 8) ^ byte] ?? 0), 0);
}

/** A number of up to 31 bits as UTF-8 would write it (RFC 9639, 9.1.5). */
function coded(number: number): number[] {
  if (number < 0x80) return [number];
  const rest: number[] = [];
  let left = number;
  // Each further byte takes six bits and leaves one less for the first.
  for (let room = 0x3f; left > room; room >>= 1) {
    rest.unshift(0x80 | (left & 0x3f));
    left = Math.floor(left / 64);
  }
  return [((0xff00 >> (rest.length + 1)) & 0xff) | left, ...rest];
}

/**
 * One frame.
 *
 * @param samples of all channels, one after the other in time
 * @param number of the first sample in the stream
 */
export function frame(samples: Int16Array, channels: number, number: number): Bytes {
  const length = samples.length / channels;
  // Blocks may differ in length; their size stands in 16 bits; 16 bits a sample, the rate as the head says.
  const head = [0xff, 0xf9, 0x70, ((channels - 1) << 4) | 8, ...coded(number % 0x7fff_ffff), ...u16(length - 1)];
  const bytes = new Uint8Array(head.length + 1 + channels * (1 + 2 * length) + 2);
  const view = new DataView(bytes.buffer);
  bytes.set(head);
  bytes[head.length] = crc8(bytes.subarray(0, head.length));
  let at = head.length + 1;
  for (let channel = 0; channel < channels; channel++) {
    const first = samples[channel] ?? 0;
    let same = true;
    for (let i = channel; i < samples.length && same; i += channels) same = samples[i] === first;
    bytes[at++] = same ? 0x00 : 0x02;
    for (let i = 0; i < (same ? 1 : length); i++, at += 2) view.setInt16(at, samples[i * channels + channel] ?? 0);
  }
  view.setUint16(at, crc16(bytes.subarray(0, at)));
  return bytes.slice(0, at + 2);
}

/** Frames of a stretch of sound, each with how many samples it holds. */
export function frames(samples: Int16Array, channels: number, number: number): { bytes: Bytes; length: number }[] {
  const made: { bytes: Bytes; length: number }[] = [];
  const all = samples.length / channels;
  for (let at = 0; at < all;) {
    const length = all - at < FRAME + LEAST ? all - at : FRAME;
    const part = samples.subarray(at * channels, (at + length) * channels);
    made.push({ bytes: frame(part, channels, number + at), length });
    at += length;
  }
  return made;
}

/** STREAMINFO as the last metadata block (RFC 9639, 8.2); sizes of frames, the end and its hash are not known. */
export function streamInfo(rate: number, channels: number): number[] {
  const bits = BITS - 1;
  return [
    ...[0x80, 0, 0, 34],
    ...u16(LEAST),
    ...u16(FRAME + LEAST),
    ...zeros(6),
    ...[rate >> 12, (rate >> 4) & 255, ((rate & 15) << 4) | ((channels - 1) << 1) | (bits >> 4), (bits & 15) << 4],
    ...zeros(4 + 16),
  ];
}

/** The head of a file with one FLAC track, number 1; times are counted in samples. */
export function flacHead(rate: number, channels: number): Bytes {
  const entry = box(
    'fLaC',
    [...zeros(6), ...u16(1), ...zeros(8), ...u16(channels), ...u16(BITS), ...zeros(4)],
    // A rate that does not fit in 16 bits stands in STREAMINFO alone.
    [...u16(rate < 0x10000 ? rate : 0), ...zeros(2)],
    box('dfLa', [...zeros(4), ...streamInfo(rate, channels)]),
  );
  const mediaHead = box('smhd', zeros(8));
  const movie = movieOf({ timescale: rate, handler: 'soun', mediaHead, entry, volume: 0x100, widthPx: 0, heightPx: 0 });
  return join(box('ftyp', [...ascii('iso6'), ...zeros(4), ...ascii('iso6mp41')]), movie);
}
