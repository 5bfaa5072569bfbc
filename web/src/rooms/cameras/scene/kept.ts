import type { Scene } from '../../../api';

/**
 * Unsaved changes survive leaving the screen and reloading the page: they are kept in this tab until they are saved or
 * taken back. We keep work rather than ask whether to lose it.
 */
const PREFIX = 'vigilia.scene.';

interface Kept {
  scene: Scene;
  /** The version they were made on. */
  version: string | null;
}

export function keepDraft(camera: string, kept: Kept | null): void {
  try {
    if (kept) sessionStorage.setItem(PREFIX + camera, JSON.stringify(kept));
    else sessionStorage.removeItem(PREFIX + camera);
  } catch {
    // Private windows may refuse storage: then leaving loses the draft, as it would without this.
  }
}

export function keptDraft(camera: string): Kept | null {
  try {
    const text = sessionStorage.getItem(PREFIX + camera);
    return text ? (JSON.parse(text) as Kept) : null;
  } catch {
    return null;
  }
}
