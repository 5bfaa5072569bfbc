import { serverNow } from '../../api';
import { CameraPlayer } from './CameraPlayer';
import { MasterClock } from './clock';
import { pieceAfter } from './segments';

export interface PlaybackState {
  playing: boolean;
  speed: number;
  /** Pictures are awaited; time stands still meanwhile. */
  waiting: boolean;
  /** Follows life as closely as recordings allow. */
  live: boolean;
  /** Where no camera has pictures time jumps to the next ones. */
  skipGaps: boolean;
}

const TICK_MS = 40;
const PATIENCE_MS = 4_000;
/** The newest pictures are this old: a fragment must be written and fetched first. */
export const LIVE_DELAY_MS = 2_500;
/** What one step is where no picture is in the buffer. */
const USUAL_FRAME_MS = 67;

/** Several cameras' recordings, played in step by one clock. */
export class Playback {
  readonly clock: MasterClock;
  /** How long the newest seek took until every camera showed its picture. */
  lastSeekMs: number | undefined;
  state: PlaybackState = { playing: false, speed: 1, waiting: false, live: false, skipGaps: true };
  private readonly players = new Map<string, CameraPlayer>();
  private readonly listeners = new Set<() => void>();
  private readonly ticks = new Set<(atMs: number) => void>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private lateSince: number | undefined;
  private seekStarted: number | undefined;
  private glancing = false;

  constructor(atMs: number) {
    this.clock = new MasterClock(Math.min(atMs, serverNow() - LIVE_DELAY_MS));
  }

  /** Begins to move; used when the page is there. */
  start(): () => void {
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    return () => {
      clearInterval(this.timer);
      this.timer = undefined;
      this.players.forEach((player) => player.close());
      this.players.clear();
    };
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Called with the common time at every tick. */
  onTick(listener: (atMs: number) => void): () => void {
    this.ticks.add(listener);
    return () => void this.ticks.delete(listener);
  }

  /** The player of a camera, made on first asking. */
  player(camera: string): CameraPlayer {
    let player = this.players.get(camera);
    if (!player) {
      player = new CameraPlayer(camera, this.clock.position);
      this.players.set(camera, player);
    }
    return player;
  }

  /** Shows these cameras and no others. */
  show(cameras: readonly string[]): void {
    for (const [camera, player] of this.players) {
      if (cameras.includes(camera)) continue;
      player.close();
      this.players.delete(camera);
    }
  }

  /** Lets one camera be heard, or none. */
  hear(camera: string | undefined): void {
    for (const [id, player] of this.players) player.hear(id === camera);
  }

  /** The camera that is heard. */
  get heard(): string | undefined {
    return [...this.players].find(([, player]) => player.state.heard)?.[0];
  }

  play(): void {
    this.clock.play();
    this.set({ playing: true });
  }

  pause(): void {
    this.clock.pause();
    this.set({ playing: false, live: false });
  }

  toggle(): void {
    if (this.state.playing) this.pause();
    else this.play();
  }

  setSpeed(speed: number): void {
    this.clock.setSpeed(speed);
    this.set({ speed, ...(speed > 1 && { live: false }) });
  }

  skipGaps(on: boolean): void {
    this.set({ skipGaps: on });
  }

  seek(atMs: number): void {
    this.glancing = false;
    this.seekStarted = performance.now();
    this.clock.seek(Math.min(atMs, serverNow() - LIVE_DELAY_MS));
    this.clock.hold(false);
    this.lateSince = undefined;
    this.set({ live: false });
    this.tick();
  }

  /** Shows a moment quickly while somebody drags; {@link seek} ends it. */
  glance(atMs: number): void {
    this.glancing = true;
    const at = Math.min(atMs, serverNow() - LIVE_DELAY_MS);
    this.clock.seek(at);
    this.players.forEach((player) => player.glance(at));
    this.ticks.forEach((listener) => listener(at));
  }

  goLive(): void {
    this.seek(serverNow() - LIVE_DELAY_MS);
    this.clock.setSpeed(1);
    this.clock.play();
    this.set({ live: true, playing: true, speed: 1 });
  }

  /** One picture on or back, of the camera with the most pictures near. */
  step(direction: 1 | -1, camera?: string): void {
    this.pause();
    const at = this.clock.position;
    const first = camera ? this.players.get(camera) : undefined;
    const players = first ? [first] : [...this.players.values()];
    const next = players.map((player) => player.frameAfter(at, direction)).filter((frame) => frame !== undefined);
    // A hair after its beginning, so that the picture is surely the one that is shown.
    const to = direction > 0 ? Math.min(...next) : Math.max(...next);
    this.seek(Number.isFinite(to) ? to + 1 : at + direction * USUAL_FRAME_MS);
  }

  private tick(): void {
    if (this.glancing) return;
    const edge = serverNow() - LIVE_DELAY_MS / 2;
    if (this.clock.playing && this.clock.position > edge) this.clock.seek(edge);
    if (this.state.live && this.clock.position < edge - LIVE_DELAY_MS * 2) this.clock.seek(edge - LIVE_DELAY_MS / 2);
    const at = this.clock.position;
    const players = [...this.players.values()];
    for (const player of players) player.follow(at, this.clock.speed, this.clock.playing);
    this.wait(players);
    this.skip(players, at);
    if (this.seekStarted !== undefined && players.length > 0 && players.every((player) => !player.late)) {
      this.lastSeekMs = performance.now() - this.seekStarted;
      this.seekStarted = undefined;
      this.listeners.forEach((listener) => listener());
    }
    this.ticks.forEach((listener) => listener(at));
  }

  /** Holds the time while pictures that should be there have not come; not for ever. */
  private wait(players: CameraPlayer[]): void {
    const smooth = this.clock.speed <= 4;
    const late = smooth && this.clock.playing && players.some((player) => player.late);
    const now = performance.now();
    if (!late) this.lateSince = undefined;
    else this.lateSince ??= now;
    const hold = this.lateSince !== undefined && now - this.lateSince < PATIENCE_MS;
    this.clock.hold(hold);
    if (hold !== this.state.waiting) this.set({ waiting: hold });
  }

  private skip(players: CameraPlayer[], at: number): void {
    if (!this.state.skipGaps || !this.clock.playing || this.state.live || players.length === 0) return;
    if (!players.every((player) => player.state.gap)) return;
    const next = players
      .map((player) => pieceAfter(player.catalogue.pieces, at)?.startMs)
      .filter((start) => start !== undefined);
    const to = Math.min(...next);
    if (Number.isFinite(to) && to - at > 200) this.clock.seek(to);
  }

  private set(change: Partial<PlaybackState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
