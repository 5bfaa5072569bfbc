import { csrfHeaders, Problem } from './client';

const CHUNK = 4 * 1024 * 1024;
/** For files of hundreds of megabytes: fewer requests. */
const LARGE_CHUNK = 16 * 1024 * 1024;
const LARGE = 256 * 1024 * 1024;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

export interface UploadState {
  state: 'SENDING' | 'PAUSED' | 'WAITING' | 'DONE' | 'FAILED';
  sent: number;
  total: number;
  problem: string;
  /** How much had arrived when the page was closed and the same file was chosen again; a part of 1. */
  resumedAt?: number;
}

interface UploadOptions {
  file: Blob;
  name: string;
  /** Where an upload is begun. */
  create: string;
  headers?: Record<string, string>;
  /**
   * Whose upload it is, such as a case's id: what was begun there is gone on with when the page was closed and the same
   * file is chosen again. Left out, nothing is kept.
   */
  remember?: string;
  /** Bytes in one request; smaller ones lose less when the line breaks. */
  chunk?: number;
  send?: typeof fetch;
  pauseMs?: (attempt: number) => number;
}

/**
 * Sends a file so that it can be paused and goes on where it was after an interruption (tus 1.0: create, ask for the
 * offset, append).
 */
export class Upload {
  state: UploadState;
  /** Where the upload lies; kept by the caller, it can be gone on with after a reload. */
  location: string | undefined;
  /** The body of the answer that ended it, where there was one. */
  answer: string | undefined;
  private running: AbortController | undefined;
  private attempt = 0;
  /** Whether where it lies was known from before the page was opened, and has not been asked yet. */
  private remembered: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  private readonly memory: UploadMemory | undefined;

  constructor(private readonly options: UploadOptions) {
    this.state = { state: 'PAUSED', sent: 0, total: options.file.size, problem: '' };
    this.memory =
      options.remember === undefined ? undefined : new UploadMemory(options.remember, options.file, options.name);
    this.location = this.memory?.read();
    this.remembered = this.location !== undefined;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  start(): void {
    if (this.running || this.state.state === 'DONE') return;
    this.attempt = 0;
    void this.run();
  }

  pause(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
    if (this.state.state !== 'DONE') this.set({ state: 'PAUSED' });
  }

  private async run(): Promise<void> {
    const control = new AbortController();
    this.running = control;
    this.set({ state: 'SENDING', problem: '' });
    try {
      let sealed = false;
      if (this.location !== undefined) sealed = await this.ask(control.signal);
      if (this.location === undefined) await this.create(control.signal);
      // All of it may be there and the answer was lost: then nothing is sent, but the server is asked to take it.
      while (!sealed) {
        control.signal.throwIfAborted();
        await this.append(control.signal);
        sealed = this.state.sent >= this.state.total;
      }
      this.memory?.forget();
      this.set({ state: 'DONE' });
    } catch (error) {
      if (control.signal.aborted) return;
      this.failed(error);
    } finally {
      if (this.running === control) this.running = undefined;
    }
  }

  private failed(error: unknown): void {
    const refused = error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 409;
    const problem = error instanceof Problem ? error.detail || error.title : String(error);
    if (refused && error.status !== 423 && error.status !== 429) {
      if (error.status !== 401) this.memory?.forget();
      this.set({ state: 'FAILED', problem });
      return;
    }
    // The line broke: wait a little longer each time, then ask how much arrived.
    const pause = this.options.pauseMs ?? ((n) => Math.min(FIRST_RETRY_MS * 2 ** n, LONGEST_RETRY_MS));
    this.set({ state: 'WAITING', problem: error instanceof Problem && error.status > 0 ? problem : '' });
    this.timer = setTimeout(() => void this.run(), pause(this.attempt++));
  }

  private async create(signal: AbortSignal): Promise<void> {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.options.name)));
    const response = await this.request('POST', this.options.create, signal, {
      'Upload-Length': String(this.state.total),
      'Upload-Metadata': `filename ${name}`,
    });
    const location = response.headers.get('Location');
    if (!location) throw new Problem(500, 'The server did not say where to send the file.', '');
    this.location = location;
    this.memory?.write(location);
    this.answer = (await response.text()) || undefined;
  }

  /** @returns whether all of it is there and has become an exhibit */
  private async ask(signal: AbortSignal): Promise<boolean> {
    const remembered = this.remembered;
    this.remembered = false;
    let response: Response;
    try {
      response = await this.request('HEAD', this.location ?? '', signal, {});
    } catch (error) {
      // What was begun before may be gone: then it is begun anew.
      if (!remembered || !(error instanceof Problem) || ![403, 404, 410].includes(error.status)) {
        this.remembered = remembered;
        throw error;
      }
      this.memory?.forget();
      this.location = undefined;
      return false;
    }
    const sent = Number(response.headers.get('Upload-Offset') ?? 0);
    const resumed = remembered && sent > 0 ? { resumedAt: sent / this.state.total } : {};
    this.set({ sent, ...resumed });
    return sent >= this.state.total && response.headers.has('X-Exhibit');
  }

  private async append(signal: AbortSignal): Promise<void> {
    const { sent, total } = this.state;
    const chunk = this.options.chunk ?? (total > LARGE ? LARGE_CHUNK : CHUNK);
    const part = this.options.file.slice(sent, Math.min(total, sent + chunk));
    const response = await this.request(
      'PATCH',
      this.location ?? '',
      signal,
      { 'Upload-Offset': String(sent), 'Content-Type': 'application/offset+octet-stream' },
      part,
    );
    const offset = Number(response.headers.get('Upload-Offset'));
    this.attempt = 0;
    const text = await response.text();
    if (text) this.answer = text;
    this.set({ sent: Number.isFinite(offset) && offset > sent ? offset : sent + part.size });
  }

  private async request(
    method: string,
    path: string,
    signal: AbortSignal,
    headers: Record<string, string>,
    body?: Blob,
  ): Promise<Response> {
    let response: Response;
    try {
      response = await (this.options.send ?? fetch)(path, {
        method,
        headers: { 'Tus-Resumable': '1.0.0', ...csrfHeaders(), ...this.options.headers, ...headers },
        credentials: 'same-origin',
        signal,
        ...(body && { body }),
      });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Problem(0, 'unreachable', '');
    }
    if (!response.ok) {
      const told = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
      throw new Problem(response.status, told.title ?? response.statusText, told.detail ?? '');
    }
    return response;
  }

  private set(change: Partial<UploadState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

const KEPT_MS = 14 * 24 * 3_600_000;

/**
 * Where uploads lie that were begun, in this browser. A file is known again by name, size and time of change; what is
 * kept is no secret: without signing in, or the passcode of the link, the address opens nothing.
 */
class UploadMemory {
  private readonly key: string;

  constructor(whose: string, file: Blob, name: string) {
    const changed = 'lastModified' in file ? String(file.lastModified) : '';
    this.key = `vigilia.upload.${whose}.${name}.${file.size}.${changed}`;
  }

  read(): string | undefined {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? 'null') as { location: string; at: number } | null;
      return kept && Date.now() - kept.at < KEPT_MS && kept.location.startsWith('/') ? kept.location : undefined;
    } catch {
      return undefined;
    }
  }

  write(location: string): void {
    try {
      localStorage.setItem(this.key, JSON.stringify({ location, at: Date.now() }));
    } catch {
      // A browser that keeps nothing begins anew after a reload.
    }
  }

  forget(): void {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }
}
