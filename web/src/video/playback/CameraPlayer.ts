import { Problem } from '../../api';
import { Buffers, mediaSource } from './buffers';
import { CALM_HEARD_S, FASTEST_SMOOTH, steer } from './clock';
import type { FragmentPart, InitPart } from './mp4';
import { Catalogue, isClosedMeanwhile, keyBefore, pieceAfter, pieceAt, SEAM_MS, type Piece } from './segments';
import { FASTEST_HEARD, playable, SLOWEST_HEARD, Sound } from './sound';
import { gather, spanAt, type Span } from './spans';

export interface PlayerState {
  /** Why there are no pictures although there is a recording. */
  trouble: 'CODEC' | 'BROWSER' | 'FAILED' | 'LOAD' | undefined;
  why: string;
  /** A picture of the asked time is being fetched. */
  waiting: boolean;
  /** Nothing was recorded at the asked time. */
  gap: boolean;
  codecs: string;
  /** How far the camera's clock may be off; 0 when it told. */
  uncertaintyMs: number;
  /** Coding of the sound that was recorded at this time; empty without. */
  sound: string;
  /** Somebody listens. */
  heard: boolean;
  /** Why recorded sound is not heard: the browser cannot play it, or wants somebody to press something first. */
  soundTrouble: 'CODEC' | 'BLOCKED' | undefined;
}

const AHEAD_MS = 20_000;
const BEHIND_MS = 40_000;
const RETRY_MS = 1_500;
/** A recording that is being written has grown after so long. */
const GROW_MS = 350;
const FAST_KEEP = 40;
/** Sound that keeps pictures away for so long is given up. */
const STUCK_MS = 6_000;
/** Media time begins so long before the first moment that is asked for. */
const ROOM_MS = 40 * 86_400_000;

/** A span of recording that lies in the buffer, and where reading goes on after it. */
interface Loaded extends Span {
  next?: { startMs: number; offset: number; baseS: number } | undefined;
}

/**
 * Plays one camera's recordings in a video element: fetches segments ahead of the common time, keeps what lies behind
 * for a while, and follows the time it is given. Above {@link FASTEST_SMOOTH} it shows key frames only.
 */
export class CameraPlayer {
  readonly element = document.createElement('video');
  state: PlayerState = {
    trouble: undefined,
    why: '',
    waiting: true,
    gap: false,
    codecs: '',
    uncertaintyMs: 0,
    sound: '',
    heard: false,
    soundTrouble: undefined,
  };
  /** Called when the state changes. */
  onChange: () => void = () => undefined;
  readonly catalogue: Catalogue;
  private buffers: Buffers | undefined;
  private originMs: number;
  private wantedMs: number;
  private speed = 1;
  private playing = false;
  private loaded: Loaded[] = [];
  private framesMs: number[] = [];
  private pumping = false;
  private retryAt = 0;
  private stuckSince: number | undefined;
  private abort = new AbortController();
  private closed = false;
  private keysOnly = false;
  private fastCount = 0;
  private fastShown = '';
  private fastLatest: string | undefined;

  constructor(camera: string, atMs: number) {
    this.catalogue = new Catalogue(camera);
    this.wantedMs = atMs;
    this.originMs = atMs - ROOM_MS;
    const { element } = this;
    element.muted = true;
    element.playsInline = true;
    element.disableRemotePlayback = true;
    element.addEventListener('error', this.failed);
    element.addEventListener('loadeddata', this.settle);
    element.addEventListener('seeked', this.settle);
    if (!mediaSource()) this.set({ trouble: 'BROWSER', waiting: false });
  }

  get camera(): string {
    return this.catalogue.camera;
  }

  /** The time of the shown picture. */
  get shownMs(): number {
    return this.originMs + this.element.currentTime * 1000;
  }

  /** Whether the picture of the wanted time is on the page. */
  get ready(): boolean {
    return this.element.readyState >= 2 && !this.element.seeking && spanAt(this.loaded, this.wantedMs) !== undefined;
  }

  /** Whether there should be a picture but it has not come yet. */
  get late(): boolean {
    return !this.state.gap && this.state.trouble === undefined && !this.ready;
  }

  /** Follows the common time; called many times a second. */
  follow(atMs: number, speed: number, playing: boolean): void {
    if (this.closed || this.state.trouble === 'BROWSER' || this.state.trouble === 'CODEC') {
      if (this.state.trouble === 'CODEC') this.look(atMs);
      return;
    }
    const fast = speed > FASTEST_SMOOTH && playing;
    const moved = Math.abs(atMs - this.wantedMs) > 2_000 * Math.max(1, speed) && !spanAt(this.loaded, atMs);
    this.wantedMs = atMs;
    this.speed = speed;
    this.playing = playing;
    this.onlyKeys(fast);
    this.mute();
    if (fast) {
      if (!this.element.paused) this.element.pause();
      void this.showKey(atMs);
      return;
    }
    if (moved) this.drop();
    this.move();
    void this.pump();
  }

  /** Lets the sound be heard or not. The pictures stand still for a moment when it is asked for the first time. */
  hear(on: boolean): void {
    if (on === this.state.heard || (on && !playable(this.state.sound))) return;
    this.set({ heard: on, soundTrouble: undefined });
    this.mute();
    if (!on || this.buffers?.sound) return;
    this.leavePicture();
    this.release();
    this.drop();
  }

  /** Keeps the last picture behind the element while it has none. */
  private leavePicture(): void {
    const { element } = this;
    const canvas = document.createElement('canvas');
    canvas.width = element.videoWidth;
    canvas.height = element.videoHeight;
    if (canvas.width === 0) return;
    canvas.getContext('2d')?.drawImage(element, 0, 0);
    element.style.background = `center / contain no-repeat url(${canvas.toDataURL('image/jpeg')})`;
  }

  /** Sound is heard only at speeds at which it can be understood. */
  private mute(): void {
    const fit = this.speed >= SLOWEST_HEARD && this.speed <= FASTEST_HEARD && !this.keysOnly;
    const muted = !this.state.heard || !fit;
    if (this.element.muted !== muted) this.element.muted = muted;
  }

  /** While somebody drags: the key frame before a moment, as soon as it can be had. */
  glance(atMs: number): void {
    this.wantedMs = atMs;
    this.onlyKeys(true);
    this.mute();
    if (!this.element.paused) this.element.pause();
    void this.showKey(atMs);
  }

  /** Begins or ends showing key frames only. */
  private onlyKeys(on: boolean): void {
    if (on === this.keysOnly) return;
    this.keysOnly = on;
    this.fastLatest = undefined;
    this.drop();
  }

  /** The time of the next or the previous picture in the buffer; undefined where none is known. */
  frameAfter(atMs: number, direction: 1 | -1): number | undefined {
    if (direction > 0) return this.framesMs.find((frame) => frame > atMs + 2);
    return this.framesMs.findLast((frame) => frame < atMs - 2);
  }

  close(): void {
    this.closed = true;
    this.abort.abort();
    this.element.removeEventListener('error', this.failed);
    this.element.pause();
    this.release();
    this.element.remove();
  }

  private set(change: Partial<PlayerState>): void {
    const before = this.state;
    this.state = { ...before, ...change };
    if ((Object.keys(change) as (keyof PlayerState)[]).some((key) => before[key] !== this.state[key])) this.onChange();
  }

  private settle = () => {
    if (this.closed) return;
    if (this.element.readyState >= 2) this.element.style.background = '';
    this.set({ waiting: this.late });
  };

  private failed = () => {
    const why = this.element.error?.message ?? '';
    if (this.buffers?.sound) {
      this.refuseSound();
      return;
    }
    this.release();
    this.drop();
    // Once more with a fresh decoder; a recording that breaks it again is told of.
    if (this.state.trouble === undefined && this.retryAt < performance.now()) {
      this.retryAt = performance.now() + RETRY_MS;
    } else {
      this.set({ trouble: 'FAILED', why, waiting: false });
    }
  };

  /** Sound that a decoder stumbles over must not take the pictures away: they begin again without it. */
  private refuseSound(): void {
    this.release();
    this.drop();
    this.stuckSince = undefined;
    this.set({ heard: false, soundTrouble: 'CODEC' });
    this.mute();
  }

  /** Whether pictures lie in their buffer and yet none has come for long: then the sound's lacks something. */
  private stuck(here: Loaded): boolean {
    const now = performance.now();
    if (!this.buffers?.sound || this.ready || here.to - this.wantedMs < 1_000) this.stuckSince = undefined;
    else this.stuckSince ??= now;
    return this.stuckSince !== undefined && now - this.stuckSince > STUCK_MS;
  }

  /** What is recorded at a moment, told to the viewer. */
  private look(atMs: number): Piece | undefined {
    const piece = pieceAt(this.catalogue.pieces, atMs);
    if (piece) {
      this.set({ gap: false, uncertaintyMs: piece.uncertaintyMs, codecs: piece.codecs, sound: piece.sound });
    }
    return piece;
  }

  /** Some browsers play sound only after somebody has pressed something; the pictures go on without. */
  private refusedToPlay = (error: unknown) => {
    if (this.element.muted || !(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
    this.set({ heard: false, soundTrouble: 'BLOCKED' });
    this.mute();
  };

  /** Moves the element towards the wanted time. */
  private move(): void {
    const { element } = this;
    const here = spanAt(this.loaded, this.wantedMs);
    this.look(this.wantedMs);
    this.set({ waiting: this.late });
    if (!here || !this.buffers) {
      if (!element.paused) element.pause();
      return;
    }
    if (this.stuck(here)) {
      this.refuseSound();
      return;
    }
    const targetS = (this.wantedMs - this.originMs) / 1000;
    if (element.seeking) return;
    if (!this.playing) {
      if (!element.paused) element.pause();
      if (Math.abs(element.currentTime - targetS) > 0.001) element.currentTime = targetS;
      return;
    }
    const calmS = element.muted ? undefined : CALM_HEARD_S;
    const { jump, rate } = steer(targetS - element.currentTime, this.speed, calmS);
    if (jump) element.currentTime = targetS;
    else if (Math.abs(element.playbackRate - rate) > 0.005) element.playbackRate = rate;
    if (element.paused && element.readyState >= 2) void element.play().catch(this.refusedToPlay);
  }

  /** Forgets what is in the buffer: another time is wanted. */
  private drop(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.loaded = [];
    this.framesMs = [];
    this.buffers?.begin();
    this.fastShown = '';
  }

  private async pump(): Promise<void> {
    if (this.pumping || this.closed || performance.now() < this.retryAt) return;
    this.pumping = true;
    const { signal } = this.abort;
    try {
      for (;;) {
        const here = spanAt(this.loaded, this.wantedMs);
        const needMs = here ? here.to : this.wantedMs;
        const aheadMs = AHEAD_MS * Math.max(1, Math.min(this.speed, 2));
        if (needMs - this.wantedMs >= aheadMs || signal.aborted) break;
        await this.catalogue.around(needMs, signal);
        const piece = this.choose(needMs, aheadMs, here);
        if (!piece) break;
        if (!(await this.tryLoad(piece, Math.max(needMs, piece.startMs), signal))) break;
        await this.evict();
      }
      if (this.state.trouble === 'LOAD') this.set({ trouble: undefined, why: '' });
    } catch (error) {
      if (!signal.aborted && !this.closed) this.complain(error);
    } finally {
      this.pumping = false;
    }
    // Another time was wanted meanwhile: begin there without waiting for the next tick.
    if (signal.aborted && !this.closed && !this.keysOnly) void this.pump();
  }

  private complain(error: unknown): void {
    this.retryAt = performance.now() + RETRY_MS;
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return;
    const why = error instanceof Problem ? error.detail || error.title : error instanceof Error ? error.message : '';
    this.set({ trouble: 'LOAD', why, waiting: false });
  }

  private choose(needMs: number, aheadMs: number, here: Loaded | undefined): Piece | undefined {
    const { pieces } = this.catalogue;
    const piece = pieceAt(pieces, needMs + 1);
    if (piece && !(here?.next && here.next.startMs === piece.startMs && !piece.open && needMs >= piece.endMs)) {
      if (!here) this.set({ gap: false });
      return piece;
    }
    if (!here && !this.catalogue.coming(needMs)) this.set({ gap: true, waiting: false });
    const next = pieceAfter(pieces, needMs);
    // Beyond a gap the next pictures are fetched in time, so that they are there when the gap ends.
    return next && next.startMs - this.wantedMs < aheadMs && !spanAt(this.loaded, next.startMs) ? next : undefined;
  }

  /** As {@link load}; a piece that stopped being the open one is asked for by its number next time. */
  private async tryLoad(piece: Piece, fromMs: number, signal: AbortSignal): Promise<boolean> {
    try {
      return await this.load(piece, fromMs, signal);
    } catch (error) {
      if (!piece.open || !isClosedMeanwhile(error)) throw error;
      this.retryAt = performance.now() + GROW_MS;
      return false;
    }
  }

  /** Fetches a piece from a moment on; tells whether anything came. */
  private async load(piece: Piece, fromMs: number, signal: AbortSignal): Promise<boolean> {
    const before = spanAt(this.loaded, fromMs - SEAM_MS / 2) ?? spanAt(this.loaded, fromMs);
    const resume = before?.next?.startMs === piece.startMs ? before.next : undefined;
    let offset: number;
    let baseS = resume?.baseS;
    let startS = 0;
    if (resume) {
      offset = resume.offset;
    } else {
      const index = await this.catalogue.index(piece);
      const key = keyBefore(index.fragments, (fromMs - piece.startMs) / 1000 + 0.001);
      if (!key) return false;
      offset = key.offset;
      startS = key.startS;
    }
    const length = async () => (await this.catalogue.index(piece)).initBytes;
    const init = await this.catalogue.head(piece, length, signal);
    if (!this.prepare(piece, init)) return false;
    let any = false;
    for await (const part of this.catalogue.stream(piece, init, offset, signal)) {
      if (signal.aborted) return false;
      baseS ??= part.startS - startS;
      await this.append(piece, init, part, baseS);
      this.remember(piece, part, baseS);
      any = true;
      this.settleSoon();
    }
    // The end of a piece is where the next begins; its last picture lasts until there.
    const last = this.loaded.find((span) => span.next?.startMs === piece.startMs);
    if (last && !piece.open) last.to = Math.max(last.to, piece.endMs);
    if (!any) this.retryAt = performance.now() + GROW_MS;
    return any;
  }

  private settleSoon(): void {
    this.move();
  }

  private remember(piece: Piece, part: FragmentPart, baseS: number): void {
    const ms = (seconds: number) => piece.startMs + (seconds - baseS) * 1000;
    const next = { startMs: piece.startMs, offset: part.offset + part.size, baseS };
    this.loaded = gather<Loaded>(this.loaded, { from: ms(part.startS), to: ms(part.endS), next }, SEAM_MS);
    this.framesMs.push(...part.framesS.map(ms));
    if (this.framesMs.length > 1 && (this.framesMs.at(-1) ?? 0) < (this.framesMs.at(-2) ?? 0)) {
      this.framesMs.sort((a, b) => a - b);
    }
  }

  /** Has buffers that take this piece; false when the browser cannot play it. */
  private prepare(piece: Piece, init: InitPart): boolean {
    const Source = mediaSource();
    const codecs = init.codecs || piece.codecs;
    const mime = `video/mp4; codecs="${codecs}"`;
    if (!Source?.isTypeSupported(mime)) {
      this.set({ trouble: 'CODEC', why: '', codecs, waiting: false });
      return false;
    }
    const sounds = this.state.heard && init.sound && playable(init.sound.codec) ? init.sound : undefined;
    const { buffers } = this;
    if (buffers?.usable && !(sounds && !buffers.sound)) {
      buffers.take(mime);
      return true;
    }
    this.release();
    this.loaded = [];
    this.framesMs = [];
    this.buffers = new Buffers(this.element, Source, mime, sounds && new Sound(sounds), ROOM_MS / 500);
    return true;
  }

  private async append(piece: Piece, init: InitPart, part: FragmentPart, baseS: number): Promise<void> {
    const { buffers } = this;
    if (!buffers) throw new Error('the player was closed');
    await buffers.head(String(piece.startMs), init);
    await buffers.append(init, part, (piece.startMs - this.originMs) / 1000 - baseS);
  }

  private async evict(): Promise<void> {
    const { buffers } = this;
    const behindMs = buffers?.sound?.heavy ? BEHIND_MS / 8 : BEHIND_MS;
    const edgeMs = this.wantedMs - behindMs;
    if (!buffers || this.loaded.length === 0) return;
    if ((this.loaded[0]?.from ?? Infinity) < edgeMs - behindMs / 2) {
      await buffers.remove(Math.max(0.001, (edgeMs - this.originMs) / 1000));
      this.loaded = this.loaded
        .filter((span) => span.to > edgeMs)
        .map((span) => ({ ...span, from: Math.max(span.from, edgeMs) }));
      this.framesMs = this.framesMs.filter((frame) => frame > edgeMs);
    }
  }

  /** Shows the last key frame at or before a moment; the newest wish wins. */
  private async showKey(atMs: number): Promise<void> {
    const wish = String(Math.floor(atMs / 100));
    this.fastLatest = wish;
    if (this.pumping || this.closed || this.state.trouble === 'CODEC' || performance.now() < this.retryAt) return;
    this.pumping = true;
    const { signal } = this.abort;
    let piece: Piece | undefined;
    try {
      await this.catalogue.around(atMs, signal);
      piece = this.look(this.wantedMs);
      if (!piece) {
        this.set({ gap: true, waiting: false });
        return;
      }
      const index = await this.catalogue.index(piece);
      const key = keyBefore(index.fragments, (this.wantedMs - piece.startMs) / 1000);
      if (!key) return;
      const name = `${piece.startMs}@${key.offset}`;
      if (name === this.fastShown) return;
      const init = await this.catalogue.head(piece, () => Promise.resolve(index.initBytes), signal);
      if (!this.prepare(piece, init)) return;
      const part = await this.catalogue.fragment(piece, init, key, signal);
      if (this.fastCount++ > FAST_KEEP) {
        this.fastCount = 0;
        await this.buffers?.remove(Infinity);
      }
      this.loaded = [];
      this.framesMs = [];
      const baseS = part.startS - key.startS;
      await this.append(piece, init, part, baseS);
      const shown = piece.startMs + ((part.framesS[0] ?? part.startS) - baseS) * 1000;
      this.element.currentTime = (shown - this.originMs) / 1000 + 0.002;
      this.fastShown = name;
      this.set({ gap: false, waiting: false, trouble: undefined });
    } catch (error) {
      if (piece?.open && isClosedMeanwhile(error)) this.retryAt = performance.now() + GROW_MS;
      else if (!signal.aborted && !this.closed) this.complain(error);
    } finally {
      this.pumping = false;
    }
    if (this.keysOnly && this.fastLatest !== wish && !signal.aborted) void this.showKey(this.wantedMs);
  }

  private release(): void {
    this.buffers?.close();
    this.buffers = undefined;
  }
}
