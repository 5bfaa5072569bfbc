/** Pins whose places are nearer than this on the screen would lie over each other: a pin with its number, and a finger. */
const NEAR_X_PX = 54;
const NEAR_Y_PX = 32;

export interface Spot {
  x: number;
  y: number;
}

/**
 * Gathers what would be drawn over each other: each thing joins the first group whose first member is near, so that
 * those that come first keep their places.
 */
export function apart<T>(things: readonly T[], spotOf: (thing: T) => Spot): T[][] {
  const groups: { spot: Spot; things: T[] }[] = [];
  for (const thing of things) {
    const spot = spotOf(thing);
    const near = groups.find(
      (group) => Math.abs(group.spot.x - spot.x) < NEAR_X_PX && Math.abs(group.spot.y - spot.y) < NEAR_Y_PX,
    );
    if (near) near.things.push(thing);
    else groups.push({ spot, things: [thing] });
  }
  return groups.map((group) => group.things);
}
