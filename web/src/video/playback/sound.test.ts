import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join as path } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ascii, box, boxes, child, join, u16, u32, u64, viewOf, whole, zeros, type Bytes } from '../boxes';
import { crc16, crc8, FRAME, frame, frames } from './flac';
import { ALAW, ULAW } from './g711';
import { PartScanner } from './mp4';
import { decode, playable, Sound, soundMime } from './sound';
import type { SoundTrack } from './soundTrack';

const text = (words: string) => Uint8Array.from(ascii(words));

describe('G.711', () => {
  it('widens the bytes of the tables of the recommendation', () => {
    // Table 2a and 2b: decoder output values of 14 bits, here four times as large.
    const ulaw: [number, number][] = [
      [0x80, 8031],
      [0x8f, 4191],
      [0x9f, 2079],
      [0xaf, 1023],
      [0xbf, 495],
      [0xcf, 231],
      [0xdf, 99],
      [0xef, 33],
      [0xfe, 2],
      [0xff, 0],
      [0x00, -8031],
      [0x7e, -2],
      [0x7f, 0],
    ];
    for (const [byte, value] of ulaw) expect(ULAW[byte], byte.toString(16)).toBe(4 * value || 0);
    // Table 1a and 1b: decoder output values of 13 bits, here eight times as large; even bits inverted.
    const alaw: [number, number][] = [
      [0xaa, 4032],
      [0xa5, 2112],
      [0xb5, 1056],
      [0x85, 528],
      [0x95, 264],
      [0xe5, 132],
      [0xf5, 66],
      [0xc5, 33],
      [0xd5, 1],
      [0x2a, -4032],
      [0x55, -1],
    ];
    for (const [byte, value] of alaw) expect(ALAW[byte], byte.toString(16)).toBe(8 * value);
  });

  it('reads L16 as it comes over the wire: high byte first', () => {
    expect([...decode('L16', Uint8Array.of(0x7f, 0xff, 0x80, 0, 0xff, 0xfe))]).toEqual([32767, -32768, -2]);
  });
});

describe('FLAC', () => {
  it('has the known checks', () => {
    // CRC-8/SMBUS and CRC-16/UMTS of the catalogue of CRCs, the same as in RFC 9639.
    expect(crc8(text('123456789'))).toBe(0xf4);
    expect(crc16(text('123456789'))).toBe(0xfee8);
  });

  it('numbers frames as UTF-8 would', () => {
    for (const number of [0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x1_0000, 0x10_ffff]) {
      const bytes = frame(new Int16Array(32), 1, number);
      // Half of a surrogate pair has no UTF-8; FLAC numbers do not care.
      const wanted = new TextEncoder().encode(String.fromCodePoint(number));
      expect([...bytes.subarray(4, 4 + wanted.length)]).toEqual([...wanted]);
    }
    expect([...frame(new Int16Array(32), 1, 0x7fff_fffe).subarray(4, 10)]).toEqual([
      0xfd, 0xbf, 0xbf, 0xbf, 0xbf, 0xbe,
    ]);
  });

  it('closes each frame with checks that come out as nothing', () => {
    const noise = Int16Array.from({ length: 200 }, (_, i) => (i * 7919) % 65536);
    const bytes = frame(noise, 2, 5000);
    expect(crc16(bytes)).toBe(0);
    // Sync, sizes, three bytes of number, two of length, and the check.
    expect(crc8(bytes.subarray(0, 10))).toBe(0);
    expect(bytes.length).toBe(10 + 2 * (1 + 2 * 100) + 2);
  });

  it('says silence in a few bytes, and leaves no frame shorter than sixteen samples', () => {
    expect(frame(new Int16Array(1000), 1, 0)).toHaveLength(13);
    const lengths = frames(new Int16Array(2 * (2 * FRAME + 5)), 2, 0).map(({ length }) => length);
    expect(lengths).toEqual([FRAME, FRAME + 5]);
  });
});

const track = (coding: SoundTrack['coding'], codec: string, rate: number, channels = 1): SoundTrack => ({
  coding,
  codec,
  channels,
  id: 2,
  rate,
  head: text('head'),
});
/** Twenty milliseconds of G.711 each. */
const pieces = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    start: from + i * 160,
    length: 160,
    bytes: Uint8Array.from({ length: 160 }, (__, n) => (i * 31 + n * 3) & 255),
  }));

/** When what a buffer got begins and how long it is, in samples. */
function spans(all: Bytes[]): [number, number][] {
  return all.flatMap((bytes) => {
    const traf = child(bytes, whole(bytes), 'moof', 'traf');
    const tfdt = child(bytes, traf, 'tfdt');
    const trun = child(bytes, traf, 'trun');
    if (!tfdt || !trun) return [];
    const view = viewOf(bytes);
    let length = 0;
    for (let i = 0; i < view.getUint32(trun.from + 4); i++) length += view.getUint32(trun.from + 12 + 8 * i);
    return [[Number(view.getBigUint64(tfdt.from + 4)), length] as [number, number]];
  });
}

describe('sound for a buffer', () => {
  const pcma = track('PCMA', 'PCMA', 8000);

  it('turns G.711 into FLAC, and gives AAC and Opus as they are', () => {
    expect([soundMime('PCMU'), soundMime('mp4a.40.2'), soundMime('opus')]).toEqual([
      'audio/mp4; codecs="flac"',
      'audio/mp4; codecs="mp4a.40.2"',
      'audio/mp4; codecs="opus"',
    ]);
    expect(playable('PCMA'), 'without Media Source Extensions').toBe(false);
    const out = new Sound(track('AAC', 'mp4a.40.2', 16000)).take(
      track('AAC', 'mp4a.40.2', 16000),
      [{ start: 0, length: 1024, bytes: text('frame') }],
      100,
      100,
      100.064,
    );
    expect(out[0]).toEqual(text('head'));
    expect(spans(out)).toEqual([[1_600_000, 1024]]);
    expect(new TextDecoder().decode(out[1]).endsWith('frame')).toBe(true);
  });

  it('fills what is before, between and after with silence, and joins what is nearly together', () => {
    const sound = new Sound(pcma);
    // 40 ms after the pictures begin, at the 50th second.
    expect(spans(sound.take(pcma, pieces(320, 23), 50, 50, 50.5))).toEqual([
      [400_000, 320],
      [400_320, 23 * 160],
    ]);
    // 30 ms late: nobody hears it, a hole would be heard.
    expect(spans(sound.take(pcma, pieces(4240, 25), 50, 50.5, 51))).toEqual([[404_000, 4000]]);
    // A hole of 200 ms.
    expect(spans(sound.take(pcma, pieces(9600, 15), 50, 51, 51.5))).toEqual([
      [408_000, 1600],
      [409_600, 2400],
    ]);
    // The camera stops sending sound; the pictures go on.
    expect(spans(sound.take(pcma, [], 50, 51.5, 52))).toEqual([[412_000, 4000]]);
    // The next piece has none at all, and begins a little later.
    expect(spans(sound.take(undefined, [], 52.1, 52.1, 52.6))).toEqual([[416_000, 4800]]);
    // Another place: nothing is filled up to there.
    expect(spans(sound.take(pcma, pieces(0, 25), 500, 500, 500.5))).toEqual([[4_000_000, 4000]]);
  });

  it('changes with the camera', () => {
    const sound = new Sound(pcma);
    sound.take(pcma, pieces(0, 25), 10, 10, 10.5);
    const out = sound.take(track('OPUS', 'opus', 48_000), [], 10.5, 10.5, 11);
    expect(sound.mime).toBe('audio/mp4; codecs="opus"');
    expect(out[0]).toEqual(text('head'));
    expect(spans(out)).toEqual([[504_000, 25 * 960]]);
    expect(sound.take(undefined, [], 11, 11, 11.5).some((bytes) => bytes[0] === 104)).toBe(false);
  });
});

describe('a recording with sound', () => {
  const full = (type: string, ...parts: (Bytes | number[])[]) => box(type, zeros(4), ...parts);
  const trak = (id: number, handler: string, rate: number, entry: Bytes) =>
    box(
      'trak',
      full('tkhd', zeros(8), u32(id), zeros(68)),
      box(
        'mdia',
        full('mdhd', zeros(8), u32(rate), zeros(8)),
        full('hdlr', zeros(4), ascii(handler), zeros(13)),
        box('minf', box('stbl', full('stsd', u32(1), entry))),
      ),
    );
  const trex = (id: number) => full('trex', u32(id), u32(1), zeros(12));
  const esds = full('esds', [3, 0x80, 0x19, 0, 2, 0, 4, 17, 0x40, 0x15, ...zeros(11), 5, 2, 0x14, 0x08, 6, 1, 2]);
  const head = (entry: Bytes) =>
    join(
      box('ftyp', ascii('iso6')),
      box(
        'moov',
        full('mvhd', zeros(96)),
        trak(1, 'vide', 1_000_000, box('avc1', zeros(78), box('avcC', [1, 0x64, 0, 0x1f]))),
        trak(2, 'soun', 8000, entry),
        box('mvex', trex(1), trex(2)),
      ),
    );
  const entry = (type: string, ...more: Bytes[]) =>
    box(type, [...zeros(6), ...u16(1), ...zeros(8), ...u16(1), ...u16(16), ...zeros(8)], ...more);
  const traf = (id: number, start: number, samples: [number, number][], at: number) =>
    box(
      'traf',
      box('tfhd', [0, 2, 0, 0x20, ...u32(id), ...u32(0x0200_0000)]),
      box('tfdt', [1, 0, 0, 0, ...u64(start)]),
      box(
        'trun',
        [0, 0, 3, 1, ...u32(samples.length), ...u32(at)],
        samples.flatMap(([a, b]) => [...u32(a), ...u32(b)]),
      ),
    );
  const fragment = () => {
    const build = (size: number) =>
      box(
        'moof',
        full('mfhd', u32(1)),
        traf(1, 0, [[500_000, 7]], size + 8),
        traf(
          2,
          160,
          [
            [160, 3],
            [160, 2],
          ],
          size + 8 + 7,
        ),
      );
    const size = build(0).length;
    return join(build(size), box('mdat', ascii('PICTURE'), ascii('abcde')));
  };

  it('is parted into pictures and sound, each where it belongs', () => {
    const scanner = new PartScanner();
    const [init, part] = scanner.push(join(head(entry('ulaw')), fragment()));
    if (init?.kind !== 'init' || part?.kind !== 'fragment') throw new Error('not read');
    expect([init.codecs, init.sound?.codec, init.sound?.rate, init.sound?.channels]).toEqual([
      'avc1.64001f',
      'PCMU',
      8000,
      1,
    ]);
    const words = new TextDecoder('latin1');
    expect(words.decode(init.pictures)).not.toContain('ulaw');
    expect(words.decode(init.sound?.head)).not.toContain('avc1');
    expect(part.sound.map((each) => [each.start, each.length, words.decode(each.bytes)])).toEqual([
      [160, 160, 'abc'],
      [320, 160, 'de'],
    ]);
    // What is left tells where the picture lies.
    const again = new PartScanner(0, init.tracks).push(part.pictures)[0];
    expect(again?.kind === 'fragment' && [again.endS, again.sound.length]).toEqual([0.5, 0]);
    const moof = child(part.pictures, whole(part.pictures), 'moof');
    const trun = child(part.pictures, moof, 'traf', 'trun');
    const at = viewOf(part.pictures).getUint32((trun?.from ?? 0) + 8);
    expect(words.decode(part.pictures.subarray(at, at + 7))).toBe('PICTURE');
  });

  it('tells the kind of AAC', () => {
    const [init] = new PartScanner().push(head(entry('mp4a', esds)));
    expect(init?.kind === 'init' && init.sound?.codec).toBe('mp4a.40.2');
    expect([...boxes(esds, 0, esds.length)]).toHaveLength(1);
  });
});

/** An ffmpeg of this machine: on the path, or the one that vision was built with. */
function ffmpeg(): { program: string; folder: string } | undefined {
  if (spawnSync('ffmpeg', ['-version']).status === 0) return { program: 'ffmpeg', folder: '' };
  const cache = path(homedir(), '.javacpp/cache');
  for (const each of existsSync(cache) ? readdirSync(cache) : []) {
    const program = path(cache, each, 'org/bytedeco/ffmpeg/linux-x86_64/ffmpeg');
    const folder = dirname(program);
    if (existsSync(program) && spawnSync(program, ['-version'], { env: { LD_LIBRARY_PATH: folder } }).status === 0) {
      return { program, folder };
    }
  }
  return undefined;
}

describe.skipIf(!ffmpeg())('a true decoder', () => {
  it.each([
    ['G.711', track('PCMU', 'PCMU', 8000)],
    ['L16 of two channels', track('L16', 'L16', 44_100, 2)],
  ])('reads our FLAC in MP4 sample by sample: %s', (_, of) => {
    const found = ffmpeg();
    if (!found) return;
    const sound = new Sound(of);
    const size = of.coding === 'L16' ? 4 : 1;
    const length = of.rate / 50;
    const samples = Array.from({ length: 40 }, (__, i) => ({
      start: i * length,
      length,
      bytes: Uint8Array.from({ length: length * size }, (___, n) => (i * 37 + n * n) & 255),
    }));
    const file = join(
      ...sound.take(of, samples.slice(0, 25), 0, 0, 0.5),
      ...sound.take(of, [], 0, 0.5, 1),
      ...sound.take(of, samples.slice(25), 1 - (25 * length) / of.rate, 1, 1.3),
    );
    const args = ['-v', 'error', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'];
    const env = found.folder ? { LD_LIBRARY_PATH: found.folder } : process.env;
    const out = execFileSync(found.program, args, { input: file, env });
    const got = new Int16Array(new Uint8Array(out).buffer);
    const said = decode(of.coding, join(...samples.map(({ bytes }) => bytes)));
    const half = 25 * length * of.channels;
    const wanted = new Int16Array(said.length + half);
    wanted.set(said.subarray(0, half));
    wanted.set(said.subarray(half), 2 * half);
    expect(got).toEqual(wanted);
  });

  it.each([1, 2])('hears nothing in our silence of AAC with %i channels', (channels) => {
    const found = ffmpeg();
    if (!found) return;
    const [, made] = new Sound(track('AAC', 'mp4a.40.2', 16_000, channels)).take(undefined, [], 0, 0, 1);
    const mdat = made && child(made, whole(made), 'mdat');
    if (!made || !mdat) throw new Error('nothing made');
    const count = spans([made])[0]?.[1] ?? 0;
    const size = (mdat.to - mdat.from) / (count / 1024);
    // Each frame with a head of ADTS (ISO/IEC 14496-3, 1.A.2.2): AAC-LC at 16 kHz.
    const adts = Array.from({ length: count / 1024 }, (_, i) => {
      const head = [0xff, 0xf1, 0x60, channels << 6, (size + 7) >> 3, (((size + 7) & 7) << 5) | 0x1f, 0xfc];
      return join(Uint8Array.from(head), made.subarray(mdat.from + i * size, mdat.from + (i + 1) * size));
    });
    const args = ['-v', 'error', '-f', 'aac', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'];
    const env = found.folder ? { LD_LIBRARY_PATH: found.folder } : process.env;
    const out = execFileSync(found.program, args, { input: join(...adts), env });
    expect(out.length).toBeGreaterThanOrEqual((count - 2048) * channels * 2);
    expect(out.every((byte) => byte === 0)).toBe(true);
  });

  it.each([
    ['mulaw', ULAW],
    ['alaw', ALAW],
  ])('reads all bytes of G.711 as we do: %s', (format, wanted) => {
    const found = ffmpeg();
    if (!found) return;
    const args = ['-v', 'error', '-f', format, '-ar', '8000', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'];
    const env = found.folder ? { LD_LIBRARY_PATH: found.folder } : process.env;
    const out = execFileSync(found.program, args, { input: Uint8Array.from({ length: 256 }, (_, n) => n), env });
    expect(new Int16Array(new Uint8Array(out).buffer)).toEqual(wanted);
  });
});
