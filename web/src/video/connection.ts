import { socketUrl } from '../api';
import { readRelay, type RelayMessage } from './relay';

export type StreamName = 'main' | 'sub';

const FIRST_RETRY_MS = 400;
const LONGEST_RETRY_MS = 8_000;
/** While a camera is good its pictures come all the time; silence for longer means the path is broken. */
const SILENCE_MS = 15_000;
/** Close codes by which the server says that trying again soon is of no use. */
const REFUSALS: Record<number, Refusal> = { 4403: 'REFUSED', 4404: 'NOT_FOUND', 4429: 'TOO_MANY' };
const REFUSED_RETRY_MS = 30_000;

export type Refusal = 'REFUSED' | 'NOT_FOUND' | 'TOO_MANY';

/** Relay messages of one camera's stream over a WebSocket that comes back by itself with growing, jittered pauses. */
export class LiveConnection {
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private retryMs = FIRST_RETRY_MS;
  private closed = false;
  private good = false;

  constructor(
    private readonly camera: string,
    private readonly stream: StreamName,
    private readonly onMessage: (message: RelayMessage) => void,
    private readonly onAway: (away: boolean, refusal?: Refusal) => void,
  ) {
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    this.socket?.close();
    this.socket = undefined;
  }

  private connect(): void {
    const socket = new WebSocket(socketUrl(`/live/${encodeURIComponent(this.camera)}`, { stream: this.stream }));
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => this.onAway(false);
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (this.closed || !(message.data instanceof ArrayBuffer)) return;
      let read: RelayMessage | undefined;
      try {
        read = readRelay(message.data);
      } catch {
        return;
      }
      if (read?.type === 'UNIT') this.retryMs = FIRST_RETRY_MS;
      if (read?.type === 'STATUS') this.good = read.status.condition === 'GOOD';
      this.awaitMore(socket);
      if (read) this.onMessage(read);
    };
    socket.onclose = ({ code }) => {
      if (this.closed || this.socket !== socket) return;
      clearTimeout(this.watchdog);
      const refusal = REFUSALS[code];
      this.onAway(true, refusal);
      const pauseMs = refusal ? REFUSED_RETRY_MS : this.retryMs;
      this.timer = setTimeout(() => this.connect(), pauseMs * (0.75 + Math.random() / 2));
      this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
    };
  }

  private awaitMore(socket: WebSocket): void {
    clearTimeout(this.watchdog);
    if (this.good) this.watchdog = setTimeout(() => socket.close(), SILENCE_MS);
  }
}
