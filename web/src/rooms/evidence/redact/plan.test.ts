import { expect, it } from 'vitest';
import type { RedactionPlan, RedactionTrack } from '../../../api';
import { boxAt, correct, drawn, hideAllBut } from './plan';

const track: RedactionTrack = {
  id: 3,
  kind: 'PERSON',
  part: 'WHOLE',
  hide: true,
  steps: Array.from({ length: 51 }, (_none, i) => [i * 100, i / 100, 0.2, 0.1, 0.3]),
};
const plan: RedactionPlan = { widthPx: 768, heightPx: 432, durationMs: 5000, style: 'PIXELATE', tracks: [track] };

it('moves evenly between two steps and is nowhere outside them', () => {
  expect(boxAt(track, 150)?.left).toBeCloseTo(0.015);
  expect(boxAt(track, 6000)).toBeUndefined();
});

it('mends the neighbours of a corrected box less and less', () => {
  const mended = correct(track, 2000, { left: 0.3, top: 0.2, width: 0.1, height: 0.3 });
  expect(boxAt(mended, 2000)?.left).toBeCloseTo(0.3);
  expect(boxAt(mended, 2500)?.left).toBeCloseTo(0.25 + 0.05);
  expect(boxAt(mended, 3200)?.left).toBeCloseTo(0.32);
});

it('keeps a drawn region through the clip, with key places where it was moved', () => {
  const region = drawn(plan, { left: 0.9, top: 0.9, width: 0.3, height: 0.05 });
  expect(region).toMatchObject({ id: 4, hide: true });
  expect(boxAt(region, 4999)?.left).toBeCloseTo(0.7);
  const moved = correct(region, 2500, { left: 0.1, top: 0.1, width: 0.3, height: 0.05 });
  expect(moved.steps).toHaveLength(3);
  expect(boxAt(moved, 1250)?.left).toBeCloseTo(0.4);
});

it('hides all but one', () => {
  const two = { ...plan, tracks: [track, { ...track, id: 4 }] };
  expect(hideAllBut(two, 4).tracks.map((each) => each.hide)).toEqual([true, false]);
});
