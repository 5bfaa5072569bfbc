import { apiUrl, csrfHeaders, Problem, problemOf } from './client';
import type { components } from './schema';

export type SharedExhibit = components['schemas']['SharedExhibit'];
/** What somebody outside sees after the right passcode. */
export type OpenedShare = components['schemas']['Opened'];

/** How far the copy is that is made for an opening. */
export type MarkedCopy = components['schemas']['CopiesCopy'];

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
