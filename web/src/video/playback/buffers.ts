import type { FragmentPart, InitPart } from './mp4';
import type { Sound } from './sound';

type AnyMediaSource = typeof MediaSource;
export function mediaSource(): AnyMediaSource | undefined {
  const managed = (window as { ManagedMediaSource?: AnyMediaSource }).ManagedMediaSource;
  return typeof MediaSource !== 'undefined' ? MediaSource : managed;
}

/**
 * What a video element plays from: a buffer for pictures and, where somebody listens, one for sound. Browsers take no
 * second buffer once the first has its head, so one with sound is made anew.
 */
export class Buffers {
  private readonly source: MediaSource;
  private readonly url: string;
  private readonly opened: Promise<void>;
  private giveUp: (why: Error) => void = () => undefined;
  private pictures: SourceBuffer | undefined;
  private heard: SourceBuffer | undefined;
  private heardMime: string;
  private headShown = '';

  /**
   * @param mime of the pictures
   * @param sound makes what the second buffer gets; undefined: there is none
   */
  constructor(
    private readonly element: HTMLVideoElement,
    Source: AnyMediaSource,
    private mime: string,
    readonly sound: Sound | undefined,
    durationS: number,
  ) {
    const source = new Source();
    this.source = source;
    this.heardMime = sound?.mime ?? '';
    this.opened = new Promise((resolve, reject) => {
      this.giveUp = reject;
      source.addEventListener('sourceopen', () => {
        if (this.pictures) return;
        try {
          this.pictures = source.addSourceBuffer(this.mime);
          if (sound) this.heard = source.addSourceBuffer(this.heardMime);
          source.duration = durationS;
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    this.opened.catch(() => undefined);
    this.url = URL.createObjectURL(source);
    element.src = this.url;
  }

  /** Whether the browser still plays from it. */
  get usable(): boolean {
    return !this.pictures || this.source.readyState !== 'closed';
  }

  /** Forgets which head the decoder has: another stretch begins. */
  begin(): void {
    this.headShown = '';
  }

  /** Goes on with pictures of this sort. */
  take(mime: string): void {
    if (this.mime === mime) return;
    this.pictures?.changeType(mime);
    this.mime = mime;
    this.headShown = '';
  }

  /** Gives the decoder a head unless it has it. */
  async head(name: string, init: InitPart): Promise<void> {
    if (this.headShown === name) return;
    await write(await this.open(this.pictures), init.pictures);
    this.headShown = name;
  }

  /** @param offsetS what is added to the times of the fragment */
  async append(init: InitPart, part: FragmentPart, offsetS: number): Promise<void> {
    const buffer = await this.open(this.pictures);
    if (Math.abs(buffer.timestampOffset - offsetS) > 0.0005) {
      await idle(buffer);
      buffer.timestampOffset = offsetS;
    }
    await write(buffer, part.pictures);
    if (!this.sound || !this.heard) return;
    const pieces = this.sound.take(init.sound, part.sound, offsetS, part.startS + offsetS, part.endS + offsetS);
    if (this.sound.mime !== this.heardMime) {
      await idle(this.heard);
      this.heardMime = this.sound.mime;
      this.heard.changeType(this.heardMime);
    }
    for (const bytes of pieces) await write(this.heard, bytes);
  }

  async remove(toS: number): Promise<void> {
    for (const buffer of [this.pictures, this.heard]) {
      if (!buffer) continue;
      await idle(buffer);
      buffer.remove(0, toS);
      await idle(buffer);
    }
  }

  close(): void {
    this.giveUp(new Error('the player was closed'));
    URL.revokeObjectURL(this.url);
    this.element.removeAttribute('src');
    this.element.load();
  }

  private async open(buffer: SourceBuffer | undefined): Promise<SourceBuffer> {
    if (buffer) return buffer;
    await this.opened;
    if (!this.pictures) throw new Error('the player was closed');
    return this.pictures;
  }
}

async function write(buffer: SourceBuffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await idle(buffer);
  buffer.appendBuffer(bytes);
  await idle(buffer);
}

function idle(buffer: SourceBuffer): Promise<void> {
  if (!buffer.updating) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const done = () => {
      off();
      resolve();
    };
    const failed = () => {
      off();
      reject(new Error('the browser refused these pictures'));
    };
    const off = () => {
      buffer.removeEventListener('updateend', done);
      buffer.removeEventListener('error', failed);
    };
    buffer.addEventListener('updateend', done);
    buffer.addEventListener('error', failed);
  });
}
