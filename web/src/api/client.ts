/** What the server (RFC 9457) or the network said when a request did not succeed. */
export class Problem extends Error {
  constructor(
    /** HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly title: string,
    /** What was wrong and what to do, for people; may be empty. */
    readonly detail: string,
    /** Which field of the sent body was wrong. */
    readonly field?: string,
  ) {
    super(detail || title);
    this.name = 'Problem';
  }
}

type QueryValue = string | number | boolean | null | undefined | readonly string[];

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

type Reauthenticate = () => Promise<void>;
let reauthenticate: Reauthenticate | undefined;

/**
 * Says what to do when the session has ended under way: it shows the sign-in above the screen and returns when somebody
 * is signed in again; the request is then repeated, so that no work is lost.
 */
export function onSessionEnd(action: Reauthenticate | undefined): void {
  reauthenticate = action;
}

const API = '/api/v1';

/** Address of an API path, with its query. */
export function apiUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (text) search.set(name, text);
  }
  const tail = search.toString();
  return `${API}${path}${tail ? `?${tail}` : ''}`;
}

/** Address of an API WebSocket. */
export function socketUrl(path: string, query: Record<string, QueryValue> = {}): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${apiUrl(path, query)}`;
}

function csrfToken(): string | undefined {
  const found = /(?:^|;\s*)XSRF-TOKEN=([^;]+)/.exec(document.cookie);
  return found?.[1] === undefined ? undefined : decodeURIComponent(found[1]);
}

/** Sends a file as the body of a request, as it is. */
export async function sendFile<T>(path: string, query: Record<string, QueryValue>, file: Blob): Promise<T> {
  const answer = await fetch(apiUrl(path, query), {
    method: 'POST',
    headers: { ...csrfHeaders(), 'Content-Type': 'application/octet-stream' },
    credentials: 'same-origin',
    body: file,
  });
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as T;
}

/** What a write must carry to be taken for ours. */
export function csrfHeaders(): Record<string, string> {
  const token = csrfToken();
  return token ? { 'X-XSRF-TOKEN': token } : {};
}

export async function problemOf(response: Response): Promise<Problem> {
  let title = response.statusText || `HTTP ${response.status}`;
  let detail = '';
  let field: string | undefined;
  try {
    const body = (await response.json()) as { title?: string; detail?: string; field?: string };
    title = body.title ?? title;
    detail = body.detail ?? '';
    field = body.field ?? undefined;
  } catch {
    // Not JSON, for instance from a proxy: the status has to do.
  }
  return new Problem(response.status, title, detail, field);
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const before = csrfToken();
  const response = await sendOnce(method, path, options);
  // A refused write that brought a new token was refused for the old one, before anything was done.
  if (response.status === 403 && method !== 'GET' && csrfToken() !== before) return sendOnce(method, path, options);
  return response;
}

async function sendOnce(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  let body: string | undefined;
  if (options.body !== undefined) {
    const raw = typeof options.body === 'string';
    headers['Content-Type'] ??= raw ? 'text/plain' : 'application/json';
    body = raw ? (options.body as string) : JSON.stringify(options.body);
  }
  if (method !== 'GET') {
    const token = csrfToken();
    if (token) headers['X-XSRF-TOKEN'] = token;
  }
  try {
    return await fetch(apiUrl(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body }),
      ...(options.signal && { signal: options.signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'unreachable', '');
  }
}

/** Sends a request and returns the answer as it came; throws a {@link Problem} for every status that is not a success. */
export async function request(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  let response = await send(method, path, options);
  if (response.status === 401 && !path.startsWith('/session') && reauthenticate) {
    await reauthenticate();
    response = await send(method, path, options);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await request(method, path, options);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** The API, by method. Paths are those below `/api/v1`. */
export const api = {
  get: <T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal) =>
    json<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) }),
  post: <T = void>(path: string, body?: unknown) => json<T>('POST', path, { body }),
  put: <T = void>(path: string, body?: unknown, headers?: Record<string, string>) =>
    json<T>('PUT', path, { body, ...(headers && { headers }) }),
  patch: <T = void>(path: string, body?: unknown) => json<T>('PATCH', path, { body }),
  delete: <T = void>(path: string) => json<T>('DELETE', path),
};
