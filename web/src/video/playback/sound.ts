import { box, join, u32, u64, zeros, type Bytes } from '../boxes';
import { flacHead, frames } from './flac';
import { ALAW, ULAW } from './g711';
import { mediaSource } from './buffers';
import type { SoundSample } from './mp4';
import type { SoundTrack } from './soundTrack';

/** Sound is heard between these speeds; beyond nobody understands it. */
export const SLOWEST_HEARD = 0.5;
export const FASTEST_HEARD = 2;

/** Sound that is off by less follows what was before without a break: the recorder forgives as much within a segment. */
const FORGIVEN_S = 0.1;
/** Sound of a fragment's end often lies in the next one. */
const LATE_S = 0.25;
/** Fragments further apart than this have nothing to do with each other. */
const APART_S = 1;

/**
 * Frames of silence by channels, for what cannot be made of zeros: AAC-LC frames of 1024 samples, Opus packets of 20 ms
 * (RFC 6716, 3.1: CELT, full band).
 */
const AAC_SILENCE = ['', '00c800802380', '210049900219002380'];
const OPUS_SILENCE = ['', 'f8fffe', 'fcfffe'];
const AAC_FRAME = 1024;
const OPUS_FRAME = 960;

const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (each) => parseInt(each, 16));

/** What the browser is told that it gets for a recording's sound; G.711 and L16 are turned into FLAC. */
export function soundMime(codec: string): string {
  const own = codec === 'opus' || codec.startsWith('mp4a');
  if (own) return mime(codec);
  // Both names are in use; most browsers know both.
  return supported(mime('fLaC')) && !supported(mime('flac')) ? mime('fLaC') : mime('flac');
}

const mime = (codec: string) => `audio/mp4; codecs="${codec}"`;
const supported = (type: string) => mediaSource()?.isTypeSupported(type) ?? false;

/** Whether this browser can play such sound. */
export function playable(codec: string): boolean {
  return codec !== '' && supported(soundMime(codec));
}

/** 16-bit samples of G.711 and L16, channels one after the other. */
export function decode(coding: SoundTrack['coding'], bytes: Uint8Array): Int16Array {
  if (coding === 'L16') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i));
  }
  const table = coding === 'PCMA' ? ALAW : ULAW;
  return Int16Array.from(bytes, (byte) => table[byte] ?? 0);
}

interface Unit {
  bytes: Uint8Array;
  /** In samples. */
  length: number;
}

/** Sound as a fragment of track 1 (ISO/IEC 14496-12, 8.8). @param start in samples */
function fragmentOf(track: number, sequence: number, start: number, units: Unit[]): Bytes {
  const build = (offset: number) =>
    box(
      'moof',
      box('mfhd', [...zeros(4), ...u32(sequence)]),
      box(
        'traf',
        box('tfhd', [0, 2, 0, 0x20, ...u32(track), ...u32(0x0200_0000)]),
        box('tfdt', [1, 0, 0, 0, ...u64(start)]),
        box(
          'trun',
          [0, 0, 3, 1, ...u32(units.length), ...u32(offset)],
          units.flatMap(({ bytes, length }) => [...u32(length), ...u32(bytes.length)]),
        ),
      ),
    );
  return join(build(build(0).length + 8), box('mdat', join(...units.map(({ bytes }) => bytes))));
}

/**
 * Makes of a recording's sound what a browser's buffer takes. Wherever a fragment has pictures the buffer gets sound, be it
 * silence: a player stands still where one of its two buffers is empty, and cameras send sound with holes or stop sending it.
 * Times are seconds of the player.
 */
export class Sound {
  /** What the buffer was told last that it gets. */
  mime: string;
  private track: SoundTrack;
  private headDue = true;
  /** Where the sound in the buffer ends, in samples; undefined before the first. */
  private end: number | undefined;
  private sequence = 0;
  private count = 0;

  constructor(track: SoundTrack) {
    this.track = track;
    this.mime = soundMime(track.codec);
  }

  /** Whether it is so much that little of it can be kept. */
  get heavy(): boolean {
    return this.track.coding === 'L16' && this.track.rate * this.track.channels > 50_000;
  }

  /**
   * What the buffer gets for a fragment.
   *
   * @param track the piece's sound; undefined when it has none
   * @param offsetS where the piece's times begin
   * @param from where the fragment's pictures begin
   * @param to where they end
   */
  take(track: SoundTrack | undefined, samples: SoundSample[], offsetS: number, from: number, to: number): Bytes[] {
    const out: Bytes[] = [];
    if (track && !this.like(track)) {
      if (this.end !== undefined) this.end = Math.round((this.end * track.rate) / this.track.rate);
      this.track = track;
      this.mime = soundMime(track.codec);
      this.headDue = true;
    }
    if (this.headDue) out.push(this.head());
    this.headDue = false;
    const { rate } = this.track;
    const near = this.end !== undefined && Math.abs(this.end / rate - from) < APART_S;
    let end = near && this.end !== undefined ? this.end : Math.round(from * rate);
    const add = (start: number, units: Unit[]) => {
      if (units.length === 0) return;
      out.push(fragmentOf(this.trackId, ++this.sequence, start, units));
      end = start + units.reduce((sum, { length }) => sum + length, 0);
    };
    const at = (sample: SoundSample) => Math.round(offsetS * rate) + sample.start;
    const heard = track ? samples.filter((sample) => !near || at(sample) + FORGIVEN_S * rate >= end) : [];
    const [first] = heard;
    if (first) {
      const off = at(first) - end;
      if (!near || off > FORGIVEN_S * rate) {
        if (off > 0) add(end, this.silence(off));
        end = at(first);
      }
      add(end, this.units(heard));
    }
    const left = Math.round(to * rate) - end;
    if (left > (first ? LATE_S * rate : 0)) add(end, this.silence(left));
    this.end = end;
    return out;
  }

  private like(track: SoundTrack): boolean {
    const { id, codec, channels, rate } = this.track;
    return track.id === id && track.codec === codec && track.channels === channels && track.rate === rate;
  }

  private get own(): boolean {
    return this.track.coding === 'AAC' || this.track.coding === 'OPUS';
  }

  /** The track's number in what the buffer gets: a recording's head keeps its own. */
  private get trackId(): number {
    return this.own ? this.track.id : 1;
  }

  private head(): Bytes {
    return this.own ? this.track.head : flacHead(this.track.rate, this.track.channels);
  }

  private units(samples: SoundSample[]): Unit[] {
    if (this.own) return samples;
    const { coding } = this.track;
    return this.flac(decode(coding, join(...samples.map(({ bytes }) => bytes))));
  }

  private flac(samples: Int16Array): Unit[] {
    const units = frames(samples, this.track.channels, this.count);
    this.count += samples.length / this.track.channels;
    return units;
  }

  /** Silence of at most so many samples; none for AAC and Opus of more than two channels, which no camera sends. */
  private silence(length: number): Unit[] {
    const { coding, channels } = this.track;
    if (!this.own) return this.flac(new Int16Array(length * channels));
    const frame = coding === 'AAC' ? AAC_FRAME : OPUS_FRAME;
    const bytes = fromHex((coding === 'AAC' ? AAC_SILENCE : OPUS_SILENCE)[channels] ?? '');
    return Array.from({ length: bytes.length > 0 ? Math.floor(length / frame) : 0 }, () => ({ bytes, length: frame }));
  }
}
