import { csrfHeaders, Problem } from './client';

const CHUNK = 4 * 1024 * 1024;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

export interface UploadState {
  state: 'SENDING' | 'PAUSED' | 'WAITING' | 'DONE' | 'FAILED';
  sent: number;
  total: number;
  problem: string;
}

interface UploadOptions {
  file: Blob;
  name: string;
  /** Where an upload is begun. */
  create: string;
  headers?: Record<string, string>;
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
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: UploadOptions) {
    this.state = { state: 'PAUSED', sent: 0, total: options.file.size, problem: '' };
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
      if (this.location === undefined) await this.create(control.signal);
      else await this.ask(control.signal);
      while (this.state.sent < this.state.total) {
        control.signal.throwIfAborted();
        await this.append(control.signal);
      }
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
    this.answer = (await response.text()) || undefined;
  }

  private async ask(signal: AbortSignal): Promise<void> {
    const response = await this.request('HEAD', this.location ?? '', signal, {});
    this.set({ sent: Number(response.headers.get('Upload-Offset') ?? 0) });
  }

  private async append(signal: AbortSignal): Promise<void> {
    const { sent, total } = this.state;
    const part = this.options.file.slice(sent, Math.min(total, sent + (this.options.chunk ?? CHUNK)));
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
