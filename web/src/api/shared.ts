import { apiUrl, csrfHeaders, Problem, problemOf } from './client';
import type { Exhibit, ShareKind, ShareMode } from './evidence';

export type SharedExhibit = Pick<Exhibit, 'id' | 'number' | 'kind' | 'title' | 'files' | 'recording' | 'notes'>;

/** What somebody outside sees after the right passcode. */
export interface OpenedShare {
  kind: ShareKind;
  /** Of the case, for people. */
  number: string;
  title: string;
  /** For whom it was shared. */
  label: string;
  mode: ShareMode;
  expires: string;
  /** What to draw over pictures; null for nothing. */
  watermark?: string | null;
  exhibits: SharedExhibit[];
  /** Proof of the right passcode for the requests that follow; players have it as a cookie. */
  session: string;
}

/** Headers of an outsider: the token comes from the address after `#` and never stands in a path. */
export function outsideHeaders(token: string, session?: string): Record<string, string> {
  return { 'X-Share-Token': token, ...(session && { 'X-Share-Session': session }) };
}

async function once(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
  try {
    return await fetch(apiUrl(path), {
      method,
      headers: { ...csrfHeaders(), ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, 'unreachable', '');
  }
}

/** A request of an outsider; signs nobody in and asks nobody to. */
export async function outside(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Response> {
  const before = document.cookie;
  let response = await once(method, path, headers, body);
  // A first visit has no token against forged requests yet; the refusal brought it.
  if (response.status === 403 && method !== 'GET' && document.cookie !== before) {
    response = await once(method, path, headers, body);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}
