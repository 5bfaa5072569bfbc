import type { StreamInfo, Unit } from './relay';

/** Turns access units into a picture on the page. */
export interface Display {
  /** The element to show. */
  readonly element: HTMLCanvasElement | HTMLVideoElement;
  /** A stream begins, or changes. Resolves to false when this browser cannot play it. */
  configure(info: StreamInfo, config: Uint8Array<ArrayBuffer>): Promise<boolean>;
  push(unit: Unit): void;
  /** Keeps the last picture but stops and forgets what was under way. */
  pause(): void;
  close(): void;
}

export interface DisplayEvents {
  /** A picture is on the page now. */
  onPicture: (capturedMs: number) => void;
  /** It stopped for good: the decoder failed again and again. */
  onFailure: (why: string) => void;
}
