import type { RedactionPlan, RedactionStep, RedactionTrack } from '../../../api';

/** A place in the picture, in fractions of its width and height. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const SMALLEST = 0.01;
/** A correction fades out over this long before and after, so that a box does not leap. */
export const FADE_MS = 1_000;
/** Two key places closer than this are one. */
const SAME_MS = 20;

const boxOf = ([, left, top, width, height]: RedactionStep): Box => ({ left, top, width, height });
const stepOf = (ms: number, { left, top, width, height }: Box): RedactionStep => [ms, left, top, width, height];

/** Where a track is at a time: between two steps it moves evenly; before the first and after the last it is not. */
export function boxAt(track: RedactionTrack, ms: number): Box | undefined {
  const { steps } = track;
  const first = steps[0];
  const last = steps.at(-1);
  if (!first || !last || ms < first[0] - SAME_MS || ms > last[0] + SAME_MS) return undefined;
  const after = steps.findIndex((step) => step[0] >= ms);
  if (after <= 0) return boxOf(after === 0 ? first : last);
  const a = steps[after - 1] as RedactionStep;
  const b = steps[after] as RedactionStep;
  const part = b[0] === a[0] ? 0 : (ms - a[0]) / (b[0] - a[0]);
  const mix = (i: 1 | 2 | 3 | 4) => a[i] + (b[i] - a[i]) * part;
  return { left: mix(1), top: mix(2), width: mix(3), height: mix(4) };
}

/** Keeps a box inside the picture and not smaller than a thumb can find. */
export function fit(box: Box): Box {
  const width = Math.min(1, Math.max(SMALLEST, box.width));
  const height = Math.min(1, Math.max(SMALLEST, box.height));
  return {
    left: Math.min(1 - width, Math.max(0, box.left)),
    top: Math.min(1 - height, Math.max(0, box.top)),
    width,
    height,
  };
}

/**
 * Corrects a track at a time. What was found picture by picture follows with a fading share, so that one correction
 * mends its neighbours; what somebody drew gets a key place.
 */
export function correct(track: RedactionTrack, ms: number, to: Box): RedactionTrack {
  const now = boxAt(track, ms);
  const box = fit(to);
  const others = track.steps.filter((step) => Math.abs(step[0] - ms) > SAME_MS);
  const moved =
    track.kind === 'DRAWN' || !now
      ? others
      : others.map((step) => {
          const share = Math.max(0, 1 - Math.abs(step[0] - ms) / FADE_MS);
          if (share === 0) return step;
          const old = boxOf(step);
          return stepOf(
            step[0],
            fit({
              left: old.left + (box.left - now.left) * share,
              top: old.top + (box.top - now.top) * share,
              width: old.width + (box.width - now.width) * share,
              height: old.height + (box.height - now.height) * share,
            }),
          );
        });
  return { ...track, steps: [...moved, stepOf(Math.round(ms), box)].sort((a, b) => a[0] - b[0]) };
}

/** A region somebody drew, hidden through the whole clip. */
export function drawn(plan: RedactionPlan, box: Box): RedactionTrack {
  const id = Math.max(0, ...plan.tracks.map((track) => track.id)) + 1;
  const place = fit(box);
  return {
    id,
    kind: 'DRAWN',
    part: 'WHOLE',
    hide: true,
    steps: [stepOf(0, place), stepOf(plan.durationMs, place)],
  };
}

export function hideAll(plan: RedactionPlan, hide: boolean): RedactionPlan {
  return { ...plan, tracks: plan.tracks.map((track) => ({ ...track, hide })) };
}

/** One may be seen, all others are hidden: for somebody who asks for pictures of themselves. */
export function hideAllBut(plan: RedactionPlan, id: number): RedactionPlan {
  return { ...plan, tracks: plan.tracks.map((track) => ({ ...track, hide: track.id !== id })) };
}

export function replace(plan: RedactionPlan, track: RedactionTrack): RedactionPlan {
  return { ...plan, tracks: plan.tracks.map((each) => (each.id === track.id ? track : each)) };
}

export function without(plan: RedactionPlan, id: number): RedactionPlan {
  return { ...plan, tracks: plan.tracks.filter((track) => track.id !== id) };
}
