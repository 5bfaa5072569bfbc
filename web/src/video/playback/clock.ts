/** How far a picture may be off the common time before it is moved there at once instead of being sped up or slowed. */
const JUMP_S = 0.6;
const CALM_S = 0.02;
/** A camera that is heard is left alone longer: a change of speed is heard sooner than this is seen. */
export const CALM_HEARD_S = 0.05;
const STRONGEST = 0.25;
/** The fastest at which a browser decodes every picture; above it only key frames are shown. */
export const FASTEST_SMOOTH = 4;

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;

/** The one time that all players of a view follow, in milliseconds since 1970. */
export class MasterClock {
  private atMs: number;
  private since: number;
  private moving = false;
  private rate = 1;
  private held = false;

  constructor(
    atMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.atMs = atMs;
    this.since = this.now();
  }

  get position(): number {
    return this.moving && !this.held ? this.atMs + (this.now() - this.since) * this.rate : this.atMs;
  }

  get playing(): boolean {
    return this.moving;
  }

  get speed(): number {
    return this.rate;
  }

  /** Time stands still although it is to play: pictures are awaited. */
  get waiting(): boolean {
    return this.moving && this.held;
  }

  seek(atMs: number): void {
    this.atMs = atMs;
    this.since = this.now();
  }

  play(): void {
    this.settle();
    this.moving = true;
  }

  pause(): void {
    this.settle();
    this.moving = false;
  }

  setSpeed(speed: number): void {
    this.settle();
    this.rate = speed;
  }

  hold(held: boolean): void {
    if (held === this.held) return;
    this.settle();
    this.held = held;
  }

  private settle(): void {
    this.seek(this.position);
  }
}

/**
 * How a player gets to the common time.
 *
 * @param errorS how far the player is behind it, in seconds of the recording; negative when ahead
 * @param calmS an error up to this is left as it is
 */
export function steer(errorS: number, speed: number, calmS = CALM_S): { jump: boolean; rate: number } {
  const size = Math.abs(errorS);
  if (size > JUMP_S * Math.max(1, speed)) return { jump: true, rate: speed };
  if (size <= calmS) return { jump: false, rate: speed };
  const push = Math.max(-STRONGEST, Math.min(STRONGEST, errorS / (0.5 * Math.max(1, speed))));
  return { jump: false, rate: speed * (1 + push) };
}

/** The next speed up or down the scale. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const at = SPEEDS.findIndex((each) => each >= speed);
  const to = Math.max(0, Math.min(SPEEDS.length - 1, (at < 0 ? SPEEDS.length - 1 : at) + direction));
  return SPEEDS[to] ?? 1;
}
