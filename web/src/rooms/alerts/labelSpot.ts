import type { Box, Point } from '../../api';

/** How large a label is on the narrowest picture it may stand on, in CSS pixels. */
const PICTURE_WIDTH_PX = 350;
const LETTER_PX = 7;
const PADDING_PX = 14;
const HEIGHT_PX = 21;
/** Kept free around the object and at the edge of the picture, as a fraction of it. */
const MARGIN = 0.01;

/**
 * Where the name of a zone or lane may stand without covering the object: at one of its corners, the topmost first, above
 * it rather than below. Fractions of the picture; the label's top left corner.
 *
 * @param ratio width of the picture divided by its height
 * @returns undefined when every corner lies so that the label would cover the object
 */
export function labelSpot(
  name: string,
  area: readonly Point[],
  box: Box | null | undefined,
  ratio: number,
): { left: number; top: number } | undefined {
  const width = (name.length * LETTER_PX + PADDING_PX) / PICTURE_WIDTH_PX;
  const height = (HEIGHT_PX * ratio) / PICTURE_WIDTH_PX;
  const within = (at: number, size: number) => Math.max(MARGIN, Math.min(1 - MARGIN - size, at));
  const corners = [...area].sort(([, a], [, b]) => a - b);
  const spots = [...corners.map(([x, y]) => [x, y - height - MARGIN] as const), ...corners].map(([x, y]) => ({
    left: within(x, width),
    top: within(y, height),
  }));
  const free = (spot: { left: number; top: number }) =>
    !box ||
    spot.left + width + MARGIN <= box.left ||
    spot.left - MARGIN >= box.left + box.width ||
    spot.top + height + MARGIN <= box.top ||
    spot.top - MARGIN >= box.top + box.height;
  return spots.find(free);
}
