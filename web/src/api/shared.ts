import { apiUrl, csrfHeaders, Problem, problemOf } from './client';
import type { Exhibit, ShareKind, ShareMode } from './evidence';

/** What somebody outside sees after the right passcode. */
export interface OpenedShare {
  kind: ShareKind;
  caseTitle: string;
  /** For whom it was shared; stands in the watermark. */
  label: string;
  mode?: ShareMode | null;
  watermark?: boolean | null;
  expires?: string | null;
  exhibits: Exhibit[];
  /** Proof of the right passcode for the requests that follow. */
  session: string;
}

/** Headers of an outsider: the token comes from the address after `#` and never stands in a path. */
export function outsideHeaders(token: string, session?: string): Record<string, string> {
  return { 'X-Share-Token': token, ...(session && { 'X-Share-Session': session }), ...csrfHeaders() };
}

/** A request of an outsider; signs nobody in and asks nobody to. */
export async function outside(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, 'unreachable', '');
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}
