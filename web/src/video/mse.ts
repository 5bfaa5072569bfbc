import type { Display, DisplayEvents } from './display';
import { fragment, initSegment, TimeLine, TIMESCALE } from './fragments';
import type { StreamInfo, Unit } from './relay';

const TARGET_S = 0.25;
const SLACK_S = 0.1;
const JUMP_S = 1.5;
const KEEP_S = 8;
const MAX_QUEUE = 120;

type AnyMediaSource = typeof MediaSource;

/** Media Source Extensions as this browser has them: the usual ones, or the managed ones of an iPhone. */
function mediaSource(): AnyMediaSource | undefined {
  const managed = (window as { ManagedMediaSource?: AnyMediaSource }).ManagedMediaSource;
  return typeof MediaSource !== 'undefined' ? MediaSource : managed;
}

export function hasMse(): boolean {
  return mediaSource() !== undefined;
}

/**
 * Plays through a video element with one MP4 fragment a frame: where WebCodecs is missing, as over plain HTTP. Keeps up
 * with life by playing a little faster when behind and by jumping when far behind.
 */
export class SourceDisplay implements Display {
  readonly element = document.createElement('video');
  private buffer: SourceBuffer | undefined;
  private line = new TimeLine(0);
  private sequence = 0;
  private needsKey = true;
  private queue: Uint8Array<ArrayBuffer>[] = [];
  private captured: { start: number; capturedMs: number }[] = [];
  private url: string | undefined;
  private callback = 0;
  private generation = 0;

  constructor(private readonly events: DisplayEvents) {
    const { element } = this;
    element.muted = true;
    element.autoplay = true;
    element.playsInline = true;
    element.disableRemotePlayback = true;
    element.addEventListener('waiting', this.keepUp);
    this.awaitPicture();
  }

  async configure(info: StreamInfo, config: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const Source = mediaSource();
    const mime = `video/mp4; codecs="${info.codecString}"`;
    if (!Source || info.codec !== 'H264' || !Source.isTypeSupported(mime)) return false;
    const generation = ++this.generation;
    this.release();
    this.line = new TimeLine(info.fps);
    this.needsKey = true;
    this.queue = [initSegment(info, config)];
    const source = new Source();
    this.url = URL.createObjectURL(source);
    this.element.src = this.url;
    source.addEventListener(
      'sourceopen',
      () => {
        if (generation !== this.generation) return;
        try {
          const buffer = source.addSourceBuffer(mime);
          buffer.mode = 'segments';
          buffer.addEventListener('updateend', () => this.feed());
          buffer.addEventListener('error', () => this.events.onFailure('the browser refused the video data'));
          this.buffer = buffer;
          this.feed();
        } catch (error) {
          this.events.onFailure(String(error));
        }
      },
      { once: true },
    );
    return true;
  }

  push(unit: Unit): void {
    if (unit.dropped && !unit.key) this.needsKey = true;
    if (this.queue.length > MAX_QUEUE) {
      this.queue.splice(1);
      this.needsKey = true;
    }
    if (this.needsKey && !unit.key) return;
    this.needsKey = false;
    const { start, duration } = this.line.place(unit.capturedMs);
    this.captured.push({ start: start / TIMESCALE, capturedMs: unit.capturedMs });
    if (this.captured.length > 400) this.captured.splice(0, 200);
    this.queue.push(fragment(unit, ++this.sequence, start, duration));
    this.feed();
    this.keepUp();
  }

  pause(): void {
    this.needsKey = true;
  }

  close(): void {
    this.generation++;
    this.element.removeEventListener('waiting', this.keepUp);
    if (this.callback) this.element.cancelVideoFrameCallback?.(this.callback);
    this.release();
    this.element.removeAttribute('src');
  }

  private release(): void {
    this.buffer = undefined;
    this.queue = [];
    this.captured = [];
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = undefined;
  }

  private feed(): void {
    const { buffer, element } = this;
    if (!buffer || buffer.updating || element.error) {
      if (element.error) this.events.onFailure(element.error.message);
      return;
    }
    try {
      const next = this.queue.shift();
      if (next) {
        buffer.appendBuffer(next);
      } else if (buffer.buffered.length > 0 && element.currentTime - buffer.buffered.start(0) > KEEP_S * 2) {
        buffer.remove(0, element.currentTime - KEEP_S);
      }
    } catch (error) {
      this.events.onFailure(String(error));
    }
  }

  private readonly keepUp = (): void => {
    const { element } = this;
    const { buffered } = element;
    if (buffered.length === 0) return;
    const end = buffered.end(buffered.length - 1);
    const behind = end - element.currentTime;
    if (behind > JUMP_S || behind < 0 || element.currentTime < buffered.start(buffered.length - 1)) {
      element.currentTime = Math.max(buffered.start(buffered.length - 1), end - SLACK_S);
    }
    const rate = behind > TARGET_S + SLACK_S ? 1.12 : 1;
    if (element.playbackRate !== rate) element.playbackRate = rate;
    if (element.paused) element.play().catch(() => undefined);
  };

  private awaitPicture(): void {
    const { element } = this;
    const shown = (mediaTime: number) => {
      let found = this.captured[0];
      for (const each of this.captured) {
        if (each.start > mediaTime + 0.001) break;
        found = each;
      }
      if (found) this.events.onPicture(found.capturedMs);
    };
    if ('requestVideoFrameCallback' in element) {
      const next = () => {
        this.callback = element.requestVideoFrameCallback((_now, meta) => {
          shown(meta.mediaTime);
          next();
        });
      };
      next();
    } else {
      (element as HTMLVideoElement).addEventListener('timeupdate', () =>
        shown((element as HTMLVideoElement).currentTime),
      );
    }
  }
}
