import { Blob as NodeBlob } from 'node:buffer';
import { afterEach, expect, it } from 'vitest';
import { Upload } from './tus';

/** A server of tus that drops the line after some appends. */
function server(faults: number[]) {
  let stored = new Uint8Array(0);
  let appends = 0;
  const made: string[] = [];
  const send = (async (path: string, init: RequestInit) => {
    made.push(`${init.method} ${path}`);
    const headers = new Headers(init.headers);
    if (init.method === 'POST') return new Response(null, { status: 201, headers: { Location: '/up/1' } });
    if (init.method === 'HEAD') {
      if (path === '/up/gone') return new Response('{}', { status: 404 });
      const told = new Headers({ 'Upload-Offset': String(stored.length) });
      if (stored.length === 1000) told.set('X-Exhibit', 'exhibit-1');
      return new Response(null, { headers: told });
    }
    const bytes = new Uint8Array(await (init.body as Blob).arrayBuffer());
    const broken = faults.includes(++appends);
    // A broken line still brought half of it.
    const part = broken ? bytes.slice(0, bytes.length / 2) : bytes;
    if (Number(headers.get('Upload-Offset')) !== stored.length) return new Response('{}', { status: 409 });
    const next = new Uint8Array(stored.length + part.length);
    next.set(stored);
    next.set(part, stored.length);
    stored = next;
    if (broken) throw new TypeError('network');
    return new Response(null, { status: 204, headers: { 'Upload-Offset': String(stored.length) } });
  }) as unknown as typeof fetch;
  return { send, made, stored: () => stored };
}

afterEach(() => localStorage.clear());

// The one of jsdom cannot be read.
const file = new NodeBlob([new Uint8Array(1000).map((_byte, i) => i % 251)]) as unknown as Blob;
const ended = (upload: Upload) =>
  new Promise<void>((resolve) => {
    upload.onChange(() => ['DONE', 'FAILED'].includes(upload.state.state) && resolve());
  });

it('goes on where it was when the line breaks, and every byte arrives once', async () => {
  const { send, made, stored } = server([2, 5]);
  const upload = new Upload({ file, name: 'Zeuge – Ü.mp4', create: '/up', chunk: 150, send, pauseMs: () => 1 });
  const end = ended(upload);
  upload.start();
  await end;
  expect(upload.state).toMatchObject({ state: 'DONE', sent: 1000 });
  expect([...stored()]).toEqual([...new Uint8Array(await file.arrayBuffer())]);
  expect(made.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  expect(made.filter((line) => line.startsWith('HEAD'))).toHaveLength(2);
});

it('tells a refusal and does not try again', async () => {
  let asked = 0;
  const send = (() => {
    asked++;
    return Promise.resolve(
      new Response('{"title":"Refused","detail":"This link is not to bring files."}', { status: 403 }),
    );
  }) as unknown as typeof fetch;
  const upload = new Upload({ file, name: 'a', create: '/up', send, pauseMs: () => 1 });
  const end = ended(upload);
  upload.start();
  await end;
  expect(upload.state).toMatchObject({ state: 'FAILED', problem: 'This link is not to bring files.' });
  expect(asked).toBe(1);
});

it('rests when it is paused and goes on from there', async () => {
  const { send, stored } = server([]);
  const upload = new Upload({ file, name: 'a', create: '/up', chunk: 100, send });
  const off = upload.onChange(() => {
    if (upload.state.sent >= 300 && upload.state.state === 'SENDING') upload.pause();
  });
  upload.start();
  await expect.poll(() => upload.state.state).toBe('PAUSED');
  expect(stored()).toHaveLength(300);
  off();
  const end = ended(upload);
  upload.start();
  await end;
  expect(stored()).toHaveLength(1000);
});

it('goes on after the page was closed when the same file is chosen again', async () => {
  const { send, made, stored } = server([]);
  const options = { file, name: 'night.mp4', create: '/up', chunk: 100, send, remember: 'case-1' };
  const before = new Upload(options);
  const off = before.onChange(() => {
    if (before.state.sent >= 400 && before.state.state === 'SENDING') before.pause();
  });
  before.start();
  await expect.poll(() => before.state.state).toBe('PAUSED');
  off();
  // Another case, or another file, knows nothing of it.
  expect(new Upload({ ...options, remember: 'case-2' }).location).toBeUndefined();
  expect(new Upload({ ...options, name: 'day.mp4' }).location).toBeUndefined();
  const after = new Upload(options);
  const end = ended(after);
  after.start();
  await end;
  expect(after.state).toMatchObject({ state: 'DONE', sent: 1000, resumedAt: 0.4 });
  expect([...stored()]).toEqual([...new Uint8Array(await file.arrayBuffer())]);
  expect(made.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  // It is there: chosen once more, it is another upload.
  expect(new Upload(options).location).toBeUndefined();
});

it('begins anew when what was begun before is gone', async () => {
  const { send, made, stored } = server([]);
  localStorage.setItem('vigilia.upload.case-1.a.1000.', JSON.stringify({ location: '/up/gone', at: Date.now() }));
  const upload = new Upload({ file, name: 'a', create: '/up', send, remember: 'case-1' });
  const end = ended(upload);
  upload.start();
  await end;
  expect(upload.state).toMatchObject({ state: 'DONE', sent: 1000 });
  expect(upload.state.resumedAt).toBeUndefined();
  expect(made.slice(0, 2)).toEqual(['HEAD /up/gone', 'POST /up']);
  expect(stored()).toHaveLength(1000);
});
