import { useEffect, useState } from 'react';
import { request } from '../../api';

/** Small pictures of a stretch on one sheet. */
interface Sheet {
  url: string;
  columns: number;
  rows: number;
  width: number;
  height: number;
  firstAt: number;
  everyMs: number;
}

const STEPS_S = [2, 5, 10, 30, 60, 300, 900, 3600, 7200, 21_600];
const ON_A_SHEET = 24;
const MOST = 40;
const sheets = new Map<string, Promise<Sheet | undefined>>();

export function everyOf(lengthMs: number): number {
  return STEPS_S.find((step) => step >= lengthMs / 1000 / 150) ?? 21_600;
}

/** The even span of a sheet that a moment lies on. */
export function sheetSpan(atMs: number, everyS: number): { from: number; to: number } {
  const length = everyS * 1000 * ON_A_SHEET;
  const from = Math.floor(atMs / length) * length;
  return { from, to: from + length };
}

/** Reads `columns,rows,width,height,firstAt,every`, the header that comes with a sheet. */
export function readSprite(header: string | null): Omit<Sheet, 'url'> | undefined {
  const parts = (header ?? '').split(',').map((part) => part.trim());
  if (parts.length < 6) return undefined;
  const [columns, rows, width, height] = parts.slice(0, 4).map(Number);
  const first = parts[4] ?? '';
  const firstAt = /^\d+$/.test(first) ? Number(first) : Date.parse(first);
  const everyMs = Number(parts[5]) * 1000;
  if (!columns || !rows || !width || !height || !Number.isFinite(firstAt) || !everyMs) return undefined;
  return { columns, rows, width, height, firstAt, everyMs };
}

/** Where on a sheet the picture of a moment lies; undefined outside it. */
export function spotOf(sheet: Omit<Sheet, 'url'>, atMs: number): { x: number; y: number } | undefined {
  const i = Math.floor((atMs - sheet.firstAt) / sheet.everyMs);
  if (i < 0 || i >= sheet.columns * sheet.rows) return undefined;
  return { x: (i % sheet.columns) * sheet.width, y: Math.floor(i / sheet.columns) * sheet.height };
}

async function fetchSheet(camera: string, from: number, to: number, everyS: number): Promise<Sheet | undefined> {
  const response = await request('GET', `/footage/cameras/${encodeURIComponent(camera)}/thumbnails`, {
    query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), every: everyS },
    headers: { Accept: 'image/jpeg' },
  });
  const sprite = readSprite(response.headers.get('X-Sprite'));
  return sprite && { ...sprite, url: URL.createObjectURL(await response.blob()) };
}

function sheetOf(camera: string, atMs: number, everyS: number): Promise<Sheet | undefined> {
  const { from, to } = sheetSpan(atMs, everyS);
  const key = `${camera}:${from}:${everyS}`;
  let known = sheets.get(key);
  if (!known) {
    known = fetchSheet(camera, from, to, everyS).catch(() => undefined);
    sheets.set(key, known);
    // What is not over yet, and what failed, is asked for again later.
    const soon = to > Date.now() - 60_000;
    void known.then((sheet) => {
      if (!sheet || soon) setTimeout(() => sheets.delete(key), 10_000);
    });
    const oldest = sheets.keys().next().value;
    if (sheets.size > MOST && oldest !== undefined) {
      void sheets.get(oldest)?.then((sheet) => sheet && URL.revokeObjectURL(sheet.url));
      sheets.delete(oldest);
    }
  }
  return known;
}

/** The small picture of a camera at a moment: its sheet and the spot on it. */
export function useThumbnail(camera: string | undefined, atMs: number, lengthMs: number) {
  const everyS = everyOf(lengthMs);
  const from = sheetSpan(atMs, everyS).from;
  const [got, setGot] = useState<{ camera: string; from: number; everyS: number; sheet: Sheet | undefined }>();
  useEffect(() => {
    if (!camera) return;
    let wanted = true;
    // A pointer that only passes by asks for nothing.
    const timer = setTimeout(() => {
      void sheetOf(camera, from, everyS).then((sheet) => wanted && setGot({ camera, from, everyS, sheet }));
    }, 60);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [camera, from, everyS]);
  if (!got || got.camera !== camera || got.from !== from || got.everyS !== everyS || !got.sheet) return undefined;
  const spot = spotOf(got.sheet, atMs);
  return spot && { sheet: got.sheet, spot };
}
