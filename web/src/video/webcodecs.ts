import type { Display, DisplayEvents } from './display';
import type { StreamInfo, Unit } from './relay';

/** More waiting than this for longer than that means decoding cannot keep up; a burst at the start is no such thing. */
const MAX_WAITING = 6;
const BEHIND_MS = 700;
const MAX_FAILURES = 4;
/** A decoder that is fed but gives nothing for so long is stuck and begun anew. */
const STUCK_MS = 4_000;

/** Whether this page may use WebCodecs: only over HTTPS or from this computer. */
export function hasWebCodecs(): boolean {
  return typeof VideoDecoder !== 'undefined' && typeof EncodedVideoChunk !== 'undefined';
}

/**
 * Decodes with WebCodecs and draws to a canvas: the quickest way, about one frame from arrival to glass.
 *
 * Only the newest decoded picture is drawn, once per screen refresh. When decoding falls behind, everything up to the
 * next key frame is dropped rather than shown late.
 */
export class CodecDisplay implements Display {
  readonly element = document.createElement('canvas');
  private readonly context = this.element.getContext('2d', { alpha: false, desynchronized: true });
  private decoder: VideoDecoder | undefined;
  private settings: VideoDecoderConfig | undefined;
  private needsKey = true;
  private latest: VideoFrame | undefined;
  private drawing = 0;
  private failures = 0;
  private lastOutputMs = 0;
  private behindSince: number | undefined;
  private closed = false;

  constructor(private readonly events: DisplayEvents) {}

  async configure(info: StreamInfo, config: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const settings: VideoDecoderConfig = {
      codec: info.codecString,
      description: config.slice(),
      codedWidth: info.widthPx,
      codedHeight: info.heightPx,
      optimizeForLatency: true,
    };
    try {
      const { supported } = await VideoDecoder.isConfigSupported(settings);
      if (!supported) return false;
    } catch {
      return false;
    }
    if (this.closed) return true;
    this.settings = settings;
    this.begin();
    return true;
  }

  push(unit: Unit): void {
    const { decoder } = this;
    if (!decoder || decoder.state !== 'configured') return;
    const behind = this.behind(decoder.decodeQueueSize);
    if ((unit.dropped || behind) && !unit.key) this.needsKey = true;
    if (this.needsKey && !unit.key) return;
    const stuck = decoder.decodeQueueSize > 0 && performance.now() - this.lastOutputMs > STUCK_MS;
    if (unit.key && (behind || stuck)) this.begin();
    this.needsKey = false;
    try {
      this.decoder?.decode(
        new EncodedVideoChunk({
          type: unit.key ? 'key' : 'delta',
          timestamp: Math.round(unit.capturedMs * 1000),
          data: unit.data,
        }),
      );
    } catch {
      this.needsKey = true;
    }
  }

  pause(): void {
    this.needsKey = true;
    if (this.decoder?.state === 'configured') this.begin();
  }

  close(): void {
    this.closed = true;
    cancelAnimationFrame(this.drawing);
    this.latest?.close();
    this.latest = undefined;
    if (this.decoder && this.decoder.state !== 'closed') this.decoder.close();
    this.decoder = undefined;
  }

  /** Whether the decoder has had too much waiting for too long. */
  private behind(waiting: number): boolean {
    if (waiting <= MAX_WAITING) this.behindSince = undefined;
    else this.behindSince ??= performance.now();
    return this.behindSince !== undefined && performance.now() - this.behindSince > BEHIND_MS;
  }

  private begin(): void {
    if (!this.settings || this.closed) return;
    if (this.decoder && this.decoder.state !== 'closed') this.decoder.close();
    const decoder = new VideoDecoder({
      output: (frame) => {
        if (this.decoder === decoder) this.show(frame);
        else frame.close();
      },
      error: (error) => {
        if (this.decoder !== decoder || this.closed) return;
        this.failures++;
        if (this.failures > MAX_FAILURES) this.events.onFailure(error.message);
        else this.begin();
      },
    });
    this.decoder = decoder;
    this.needsKey = true;
    this.lastOutputMs = performance.now();
    this.behindSince = undefined;
    decoder.configure(this.settings);
  }

  private show(frame: VideoFrame): void {
    this.lastOutputMs = performance.now();
    this.latest?.close();
    this.latest = frame;
    if (!this.drawing) this.drawing = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.drawing = 0;
    const frame = this.latest;
    this.latest = undefined;
    if (!frame) return;
    const { element } = this;
    if (element.width !== frame.displayWidth || element.height !== frame.displayHeight) {
      element.width = frame.displayWidth;
      element.height = frame.displayHeight;
    }
    this.context?.drawImage(frame, 0, 0, element.width, element.height);
    const capturedMs = frame.timestamp / 1000;
    frame.close();
    this.failures = 0;
    this.events.onPicture(capturedMs);
  }
}
