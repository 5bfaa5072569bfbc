import { api, socketUrl } from './client';
import { learnClock, serverNow } from './clock';
import type { News, NewsOf, NewsType } from './types';

export type NewsState = 'CLOSED' | 'CONNECTING' | 'OPEN' | 'AWAY';

type Listener<T extends NewsType> = (news: NewsOf<T>) => void;

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
const ASK_AGAIN_MS = 120_000;
/** Close code of the server: the session has ended. */
const SIGNED_OUT = 4401;

/**
 * The one WebSocket for news of a browser tab. Reconnects by itself with growing, jittered pauses; tells who listens
 * when it was away, because news missed meanwhile never come again and lists must be loaded afresh.
 */
export class NewsFeed {
  private socket: WebSocket | undefined;
  private current: NewsState = 'CLOSED';
  private retryMs = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wasAway = false;
  private lost: number | undefined;
  private askedAt: number | undefined;
  private asking: ReturnType<typeof setInterval> | undefined;
  private readonly listeners = new Map<NewsType, Set<Listener<NewsType>>>();
  private readonly stateListeners = new Set<() => void>();
  private readonly backListeners = new Set<() => void>();
  private readonly watched = new Map<string, number>();

  constructor(private readonly url: () => string = () => socketUrl('/news')) {}

  get state(): NewsState {
    return this.current;
  }

  /** Since when the feed is away, in ms of the server's clock; undefined while it is not. */
  get lostAt(): number | undefined {
    return this.lost;
  }

  start(): void {
    if (this.current !== 'CLOSED') return;
    this.connect();
  }

  stop(): void {
    clearTimeout(this.timer);
    clearInterval(this.asking);
    const socket = this.socket;
    this.socket = undefined;
    this.wasAway = false;
    this.lost = undefined;
    this.become('CLOSED');
    socket?.close();
  }

  on<T extends NewsType>(type: T, listener: Listener<T>): () => void {
    let all = this.listeners.get(type);
    if (!all) this.listeners.set(type, (all = new Set()));
    const any = listener as unknown as Listener<NewsType>;
    all.add(any);
    return () => void all.delete(any);
  }

  onState(listener: () => void): () => void {
    this.stateListeners.add(listener);
    return () => void this.stateListeners.delete(listener);
  }

  /** Called when the feed is back after an interruption. */
  onBack(listener: () => void): () => void {
    this.backListeners.add(listener);
    return () => void this.backListeners.delete(listener);
  }

  /** Asks for the tracks of a camera until the returned function is called. */
  watch(camera: string): () => void {
    const before = this.watched.get(camera) ?? 0;
    this.watched.set(camera, before + 1);
    if (before === 0) this.tellWatched();
    let done = false;
    return () => {
      if (done) return;
      done = true;
      const left = (this.watched.get(camera) ?? 1) - 1;
      if (left > 0) this.watched.set(camera, left);
      else {
        this.watched.delete(camera);
        this.tellWatched();
      }
    };
  }

  private connect(): void {
    this.become(this.wasAway ? 'AWAY' : 'CONNECTING');
    const socket = new WebSocket(this.url());
    this.socket = socket;
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.retryMs = FIRST_RETRY_MS;
      const back = this.wasAway;
      this.wasAway = false;
      this.lost = undefined;
      this.become('OPEN');
      this.askedAt = undefined;
      this.tellWatched();
      clearInterval(this.asking);
      this.asking = setInterval(() => this.tellWatched(), ASK_AGAIN_MS);
      if (back) this.backListeners.forEach((listener) => listener());
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (this.socket === socket && typeof message.data === 'string') this.spread(message.data);
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      // The session has ended: any request now asks for the password above the screen.
      if (code === SIGNED_OUT) void api.get('/alerts/summary').catch(() => undefined);
      this.socket = undefined;
      this.wasAway = true;
      this.lost ??= serverNow();
      this.become('AWAY');
      this.timer = setTimeout(() => this.connect(), this.retryMs * (0.75 + Math.random() / 2));
      this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
    };
  }

  private spread(text: string): void {
    let news: News;
    try {
      news = JSON.parse(text) as News;
    } catch {
      return;
    }
    if ((news as { type: string }).type === 'watching') this.answered(news as unknown as { sentAt?: string });
    this.listeners.get(news.type)?.forEach((listener) => listener(news));
  }

  private tellWatched(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ type: 'watch', cameras: [...this.watched.keys()] }));
    // With two questions under way nobody knows which one the next answer is to.
    this.askedAt = this.askedAt === undefined ? performance.now() : Infinity;
  }

  /** The answer to what we watch also tells the server's time. */
  private answered(answer: { sentAt?: string }): void {
    const { askedAt } = this;
    this.askedAt = undefined;
    if (answer.sentAt === undefined || askedAt === undefined || askedAt === Infinity) return;
    learnClock(answer.sentAt, performance.now() - askedAt);
  }

  private become(state: NewsState): void {
    if (state === this.current) return;
    this.current = state;
    this.stateListeners.forEach((listener) => listener());
  }
}

/** The feed of this tab. */
export const news = new NewsFeed();
