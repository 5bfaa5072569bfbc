import type { Box, NewsOf, TrackView } from '../api';

/** How far ahead of its last news an object may be drawn. */
const AHEAD_MS = 400;
/** News older than this speaks of nothing that can be seen now. */
const STALE_MS = 2_000;

interface Known {
  view: TrackView;
  atMs: number;
  before: { box: Box; atMs: number } | undefined;
}

/**
 * What a camera sees now. Analysis comes some hundred milliseconds after the picture, so boxes are carried on at their
 * last speed to the moment of the picture that is shown.
 */
export class Sightings {
  private known = new Map<string, Known>();
  private latestMs = 0;

  take(news: NewsOf<'tracks'>): void {
    const newsMs = Date.parse(news.at);
    const next = new Map<string, Known>();
    for (const view of news.tracks) {
      const atMs = view.at === undefined ? newsMs : Date.parse(view.at);
      const old = this.known.get(view.track);
      const before = old && old.atMs < atMs ? { box: old.view.box, atMs: old.atMs } : old?.before;
      next.set(view.track, { view, atMs, before });
    }
    this.known = next;
    this.latestMs = newsMs;
  }

  /**
   * Where everything is at a moment (milliseconds since 1970); nothing when the last news speaks of another time, be it
   * that the news stopped or that the picture did.
   */
  at(momentMs: number): TrackView[] {
    if (Math.abs(momentMs - this.latestMs) > STALE_MS) return [];
    return [...this.known.values()].map(({ view, atMs, before }) => {
      const ahead = Math.max(0, Math.min(AHEAD_MS, momentMs - atMs));
      const span = before ? atMs - before.atMs : 0;
      if (!before || ahead === 0 || span <= 0 || span > 1500) return view;
      const part = ahead / span;
      const move = (now: number, then: number) => now + (now - then) * part;
      return {
        ...view,
        box: {
          left: move(view.box.left, before.box.left),
          top: move(view.box.top, before.box.top),
          width: Math.max(0, move(view.box.width, before.box.width)),
          height: Math.max(0, move(view.box.height, before.box.height)),
        },
      };
    });
  }
}

/** Where a picture of a given shape lies in a frame that shows all of it. */
export function contain(frameW: number, frameH: number, pictureW: number, pictureH: number) {
  const scale = Math.min(frameW / pictureW, frameH / pictureH) || 0;
  const width = pictureW * scale;
  const height = pictureH * scale;
  return { left: (frameW - width) / 2, top: (frameH - height) / 2, width, height };
}
