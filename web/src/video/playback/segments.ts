import { api, apiUrl, Problem, request, serverNow, type Segment, type SegmentContents } from '../../api';
import { PartScanner, readInit, type FragmentPart, type InitPart } from './mp4';

/** A segment with its times in milliseconds since 1970. */
export interface Piece {
  /** What the address of its bytes ends with. */
  name: string;
  open: boolean;
  startMs: number;
  endMs: number;
  codecs: string;
  /** Coding of its sound; empty without. */
  sound: string;
  uncertaintyMs: number;
}

export interface IndexedFragment {
  offset: number;
  bytes: number;
  /** Since the segment's beginning. */
  startS: number;
  key: boolean;
}

export interface PieceIndex {
  initBytes: number;
  fragments: IndexedFragment[];
}

const AROUND_MS = 90_000;
const FRESH_MS = 900;
/** A piece that is being written is longer by now than when it was told of. */
const GROWING_MS = 3_000;
/** So many pieces are looked at for one that reaches further than those that began after it. */
const LAID_OVER = 4;
/** Two pieces closer than this follow each other without a gap. */
export const SEAM_MS = 600;

export function pieceOf(segment: Segment): Piece {
  return {
    name: String(segment.number),
    open: false,
    startMs: Date.parse(segment.start),
    endMs: Date.parse(segment.end),
    codecs: segment.codecString,
    // Anonymised pictures have lost their sound, whatever was recorded.
    sound: segment.anonymised ? '' : (segment.sound ?? ''),
    uncertaintyMs: segment.uncertaintyMs,
  };
}

/** The piece that is being written, from what lies in it so far. */
export function openPiece(contents: SegmentContents, like: Piece | undefined): Piece {
  const last = contents.fragments.at(-1);
  return {
    name: 'open',
    open: true,
    startMs: contents.startMicros / 1000,
    endMs: (last ? last.startMicros + last.durationMicros : contents.startMicros) / 1000,
    codecs: like?.codecs ?? '',
    sound: like?.sound ?? '',
    uncertaintyMs: like?.uncertaintyMs ?? 0,
  };
}

export function indexOf(contents: SegmentContents): PieceIndex {
  return {
    initBytes: contents.init[1],
    fragments: contents.fragments.map(({ offset, length, startMicros, key }) => ({
      offset,
      bytes: length,
      startS: (startMicros - contents.startMicros) / 1e6,
      key,
    })),
  };
}

/** The piece that shows a moment, forgiving seams between pieces. */
export function pieceAt(pieces: readonly Piece[], atMs: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.startMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  const found = pieces[low];
  if (found && found.startMs <= atMs && atMs < found.endMs + (found.open ? GROWING_MS : 0)) return found;
  // Pieces fetched later from a camera's card lie over the others: one that began earlier may reach further.
  for (let i = low - 1; i >= 0 && i >= low - LAID_OVER; i--) {
    const under = pieces[i];
    if (under && under.startMs <= atMs && atMs < under.endMs) return under;
  }
  const next = pieces.find((piece) => piece.startMs > atMs);
  if (!next || next.startMs - atMs > SEAM_MS) return undefined;
  // A seam is no gap; a true beginning after a gap is shown only when its time has come.
  return pieces.some((piece) => piece.endMs <= atMs && next.startMs - piece.endMs <= SEAM_MS) ? next : undefined;
}

export function pieceAfter(pieces: readonly Piece[], atMs: number): Piece | undefined {
  return pieces.find((piece) => piece.startMs > atMs);
}

/** Puts newly told pieces into a list: what lies in the asked span is replaced. */
export function replaceSpan(old: readonly Piece[], told: readonly Piece[], fromMs: number, toMs: number): Piece[] {
  const keep = old.filter((piece) => piece.endMs <= fromMs || piece.startMs >= toMs);
  const starts = new Set(told.map((piece) => piece.startMs));
  return [...keep.filter((piece) => !starts.has(piece.startMs)), ...told].sort((a, b) => a.startMs - b.startMs);
}

/** The fragment to begin decoding with to show a moment: the last key frame at or before it. */
export function keyBefore(fragments: readonly IndexedFragment[], atS: number): IndexedFragment | undefined {
  let best: IndexedFragment | undefined;
  for (const fragment of fragments) {
    if (fragment.key && (fragment.startS <= atS || !best)) best = fragment;
    if (fragment.startS > atS) break;
  }
  return best ?? fragments[0];
}

class AnotherPiece extends Error {
  constructor() {
    super('another piece is being written now');
  }
}

/**
 * Whether asking for the open piece failed because it was closed meanwhile: none is open just now, another one is, or it
 * is shorter still than what was known of the one before.
 */
export function isClosedMeanwhile(error: unknown): boolean {
  return error instanceof AnotherPiece || (error instanceof Problem && (error.status === 404 || error.status === 416));
}

/** What is recorded of one camera, asked for as it is needed. */
export class Catalogue {
  pieces: Piece[] = [];
  private asked: { fromMs: number; toMs: number; at: number }[] = [];
  private under: Promise<void> | undefined;
  private readonly indexes = new Map<string, Promise<PieceIndex>>();
  /** Heads by when their piece begins: a piece keeps its head when it gets its number. */
  private readonly heads = new Map<number, Promise<InitPart>>();
  /** Coding of the sound by when its piece begins, as the heads tell. */
  private readonly sounds = new Map<number, string>();

  constructor(readonly camera: string) {}

  /** Knows the pieces around a moment; near now it asks again every second. */
  async around(atMs: number, signal?: AbortSignal): Promise<void> {
    const now = serverNow();
    const covered = this.asked.some(
      (span) =>
        span.fromMs <= atMs &&
        atMs + 30_000 <= span.toMs &&
        (span.toMs < span.at - 20_000 || atMs < span.at - 40_000 || now - span.at < FRESH_MS),
    );
    if (covered) return;
    if (this.under) return this.under;
    this.under = this.ask(atMs - AROUND_MS, atMs + AROUND_MS * 2, signal).finally(() => (this.under = undefined));
    return this.under;
  }

  private async ask(fromMs: number, toMs: number, signal?: AbortSignal): Promise<void> {
    const at = serverNow();
    const [told, open] = await Promise.all([
      api.get<Segment[]>(
        `${this.base}/segments`,
        { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
        signal,
      ),
      toMs > at - 20_000 ? this.readOpen(signal) : undefined,
    ]);
    const list = told.map(pieceOf);
    // Asked first: what was closed meanwhile is in the list, and then counts.
    if (open) {
      const last = list.at(-1);
      if (!last || last.endMs < open.startMicros / 1000 + 1) {
        const piece = openPiece(open, last ?? this.pieces.at(-1));
        list.push({ ...piece, sound: this.sounds.get(piece.startMs) ?? piece.sound });
      }
    }
    this.pieces = replaceSpan(this.pieces, list, fromMs, toMs);
    this.asked = [...this.asked.slice(-12), { fromMs, toMs, at }];
  }

  private async readOpen(signal?: AbortSignal): Promise<SegmentContents | undefined> {
    try {
      return await api.get<SegmentContents>(`${this.base}/segments/open/index`, undefined, signal);
    } catch (error) {
      // None is being written, or not long enough to have a head.
      if (error instanceof Problem && error.status >= 400) return undefined;
      throw error;
    }
  }

  private get base(): string {
    return `/footage/cameras/${encodeURIComponent(this.camera)}`;
  }

  private path(piece: Piece): string {
    return `${this.base}/segments/${piece.name}`;
  }

  /** Where each fragment of a piece lies; read from the server's index, or from the bytes where there is none. */
  index(piece: Piece): Promise<PieceIndex> {
    if (piece.open) return this.readIndex(piece);
    let known = this.indexes.get(piece.name);
    if (!known) {
      known = this.readIndex(piece);
      known.catch(() => this.indexes.delete(piece.name));
      this.indexes.set(piece.name, known);
      const oldest = this.indexes.keys().next().value;
      if (this.indexes.size > 60 && oldest !== undefined) this.indexes.delete(oldest);
    }
    return known;
  }

  private async readIndex(piece: Piece): Promise<PieceIndex> {
    const contents = await api.get<SegmentContents>(`${this.path(piece)}/index`);
    if (Math.abs(contents.startMicros / 1000 - piece.startMs) > 2) throw new AnotherPiece();
    return indexOf(contents);
  }

  /** The head of a piece: what decoders need before any fragment. */
  head(piece: Piece, initBytes: () => Promise<number>, signal?: AbortSignal): Promise<InitPart> {
    let known = this.heads.get(piece.startMs);
    if (!known) {
      known = this.readHead(piece, initBytes, signal);
      known.catch(() => this.heads.delete(piece.startMs));
      this.heads.set(piece.startMs, known);
      const oldest = this.heads.keys().next().value;
      if (this.heads.size > 60 && oldest !== undefined) this.heads.delete(oldest);
    }
    return known;
  }

  private async readHead(piece: Piece, initBytes: () => Promise<number>, signal?: AbortSignal): Promise<InitPart> {
    const length = await initBytes();
    const response = await this.range(piece, 0, length - 1, signal);
    const bytes = new Uint8Array(await response.arrayBuffer()).slice(0, length);
    const init = readInit(bytes);
    if (piece.open) this.sounds.clear();
    this.sounds.set(piece.startMs, init.sound?.codec ?? '');
    return init;
  }

  /** Whether pictures of a moment this close to now may still be under way. */
  coming(atMs: number): boolean {
    const last = this.pieces.at(-1);
    return serverNow() - atMs < 9_000 && last !== undefined && atMs >= last.startMs && atMs - last.endMs < 4_500;
  }

  private range(piece: Piece, from: number, to: number | undefined, signal?: AbortSignal): Promise<Response> {
    return request('GET', this.path(piece), {
      headers: { Accept: 'video/mp4', Range: `bytes=${from}-${to ?? ''}` },
      ...(signal && { signal }),
    });
  }

  /** One fragment of a piece. */
  async fragment(piece: Piece, init: InitPart, which: IndexedFragment, signal?: AbortSignal): Promise<FragmentPart> {
    const response = await this.range(piece, which.offset, which.offset + which.bytes - 1, signal);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const whole = response.status === 206 ? bytes : bytes.slice(which.offset, which.offset + which.bytes);
    const part = new PartScanner(which.offset, init.tracks).push(whole)[0];
    if (part?.kind !== 'fragment') throw new Error('the recording ended within a fragment');
    return part;
  }

  /** Fragments of a piece from an offset to its end, as they arrive. */
  async *stream(piece: Piece, init: InitPart, offset: number, signal: AbortSignal): AsyncGenerator<FragmentPart> {
    const response = await this.range(piece, offset, undefined, signal);
    // Nothing has been added to an open piece since.
    if (response.status === 204) return;
    const scanner = new PartScanner(response.status === 206 ? offset : 0, init.tracks);
    const reader = response.body?.getReader();
    if (!reader) return;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const part of scanner.push(value)) if (part.kind === 'fragment' && part.offset >= offset) yield part;
    }
  }

  /** Address of the camera's recordings for other players. */
  playlist(fromMs: number, toMs: number): string {
    return apiUrl(`${this.base}/hls.m3u8`, {
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    });
  }
}
