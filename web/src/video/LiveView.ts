import { LiveConnection, type Refusal, type StreamName } from './connection';
import type { Display } from './display';
import { hasMse, SourceDisplay } from './mse';
import type { RelayMessage, StreamInfo, StreamStatus, Unit } from './relay';
import { CodecDisplay, hasWebCodecs } from './webcodecs';

/** What a viewer is told about a live picture. */
export interface LiveState {
  /** Why there is no way to show it here; undefined while there is. */
  trouble: 'CODEC' | 'BROWSER' | 'FAILED' | undefined;
  /** The server will not show this camera to this person now. */
  refusal: Refusal | undefined;
  /** More about the trouble. */
  why: string;
  /** The socket to the server is broken and being made anew. */
  away: boolean;
  status: StreamStatus | undefined;
  info: StreamInfo | undefined;
  /** The stream that is shown; the small one where the browser cannot play the main one. */
  stream: StreamName;
  /** A picture was shown since the view began. */
  seen: boolean;
}

const PENDING_MAX = 400;

/**
 * One live picture: connects, decodes and shows, and finds a way when the first one does not work: WebCodecs, then MSE;
 * the sub-stream where the main stream's coding cannot be played.
 */
export class LiveView {
  /** When the shown picture was taken, milliseconds since 1970 by the server's clock; 0 before the first. */
  capturedMs = 0;
  state: LiveState;
  private connection: LiveConnection | undefined;
  private display: Display | undefined;
  private latestStream: Extract<RelayMessage, { type: 'STREAM' }> | undefined;
  private pending: Unit[] | undefined;
  private withoutCodecs = !hasWebCodecs();
  private generation = 0;
  private readonly changed = new Set<() => void>();
  private readonly pictured = new Set<() => void>();

  constructor(
    private readonly camera: string,
    private wanted: StreamName,
    private readonly host: HTMLElement,
  ) {
    this.state = {
      trouble: undefined,
      refusal: undefined,
      why: '',
      away: false,
      status: undefined,
      info: undefined,
      stream: wanted,
      seen: false,
    };
  }

  onChange(listener: () => void): () => void {
    this.changed.add(listener);
    return () => void this.changed.delete(listener);
  }

  /** Called whenever a new picture is on the page. */
  onPicture(listener: () => void): () => void {
    this.pictured.add(listener);
    return () => void this.pictured.delete(listener);
  }

  start(): void {
    if (this.connection) return;
    this.connect(this.wanted);
  }

  /** Stops receiving and decoding; the last picture stays. */
  rest(): void {
    this.connection?.close();
    this.connection = undefined;
    this.display?.pause();
  }

  /** Asks for another stream; the picture goes on from the old one until the new one comes. */
  choose(stream: StreamName): void {
    if (stream === this.wanted) return;
    this.wanted = stream;
    if (this.connection && this.state.trouble !== 'CODEC') this.connect(stream);
  }

  close(): void {
    this.generation++;
    this.connection?.close();
    this.connection = undefined;
    this.drop();
  }

  private connect(stream: StreamName): void {
    this.connection?.close();
    this.set({ stream });
    this.connection = new LiveConnection(
      this.camera,
      stream,
      (message) => this.take(message),
      (away, refusal) => this.set({ away, refusal }),
    );
  }

  private take(message: RelayMessage): void {
    if (message.type === 'STATUS') {
      this.set({ status: message.status });
    } else if (message.type === 'STREAM') {
      this.latestStream = message;
      void this.configure(message);
    } else if (this.pending) {
      if (this.pending.length < PENDING_MAX) this.pending.push(message.unit);
    } else {
      this.display?.push(message.unit);
    }
  }

  private async configure(stream: Extract<RelayMessage, { type: 'STREAM' }>): Promise<void> {
    const generation = ++this.generation;
    this.pending = [];
    this.set({ info: stream.info, trouble: undefined, why: '' });
    const display = this.display ?? this.create();
    if (!display) {
      this.set({ trouble: 'BROWSER' });
      return;
    }
    const playable = await display.configure(stream.info, stream.config);
    if (generation !== this.generation) return;
    const waiting = this.pending;
    this.pending = undefined;
    if (playable) {
      if (!display.element.isConnected) this.host.replaceChildren(display.element);
      waiting.forEach((unit) => display.push(unit));
      return;
    }
    if (!this.withoutCodecs && stream.info.codec === 'H264' && hasMse()) {
      this.fallBack();
    } else if (this.state.stream === 'main') {
      this.connect('sub');
    } else {
      this.set({ trouble: 'CODEC' });
    }
  }

  private create(): Display | undefined {
    const events = {
      onPicture: (capturedMs: number) => {
        this.capturedMs = capturedMs;
        if (!this.state.seen) this.set({ seen: true });
        this.pictured.forEach((listener) => listener());
      },
      onFailure: (why: string) => this.failed(why),
    };
    if (!this.withoutCodecs) this.display = new CodecDisplay(events);
    else if (hasMse()) this.display = new SourceDisplay(events);
    return this.display;
  }

  private failed(why: string): void {
    if (!this.withoutCodecs && hasMse()) this.fallBack();
    else this.set({ trouble: 'FAILED', why });
  }

  private fallBack(): void {
    this.withoutCodecs = true;
    this.drop();
    if (this.latestStream) void this.configure(this.latestStream);
  }

  private drop(): void {
    this.display?.close();
    this.display?.element.remove();
    this.display = undefined;
  }

  private set(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change };
    this.changed.forEach((listener) => listener());
  }
}
