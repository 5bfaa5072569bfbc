import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveConnection } from './connection';

class FakeSocket {
  static made: FakeSocket[] = [];
  binaryType = '';
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (message: { data: ArrayBuffer }) => void;
  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }
  close(): void {
    this.onclose?.({ code: 1006 });
  }
}

const status = (condition: string) =>
  new Uint8Array([3, ...new TextEncoder().encode(`{"condition":"${condition}"}`)]).buffer;
let connection: LiveConnection;
const onAway = vi.fn();
const newest = () => FakeSocket.made.at(-1) as FakeSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.made = [];
  onAway.mockClear();
  connection = new LiveConnection('c 1', 'sub', () => undefined, onAway);
});
afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

it('asks for the stream of the camera and comes back after an interruption', () => {
  expect(newest().url).toMatch(/\/api\/v1\/live\/c%201\?stream=sub$/);
  newest().onclose?.({ code: 1006 });
  expect(onAway).toHaveBeenLastCalledWith(true, undefined);
  vi.advanceTimersByTime(600);
  expect(FakeSocket.made).toHaveLength(2);
});

it('does not hammer a server that refuses', () => {
  newest().onclose?.({ code: 4403 });
  expect(onAway).toHaveBeenLastCalledWith(true, 'REFUSED');
  vi.advanceTimersByTime(20_000);
  expect(FakeSocket.made).toHaveLength(1);
});

it('takes silence for a broken path only while the camera is good', () => {
  newest().onmessage?.({ data: status('OFFLINE') });
  vi.advanceTimersByTime(60_000);
  expect(onAway).not.toHaveBeenCalled();
  newest().onmessage?.({ data: status('GOOD') });
  vi.advanceTimersByTime(16_000);
  expect(onAway).toHaveBeenCalledWith(true, undefined);
});

it('stays closed once it was closed', () => {
  connection.close();
  vi.advanceTimersByTime(60_000);
  expect(FakeSocket.made).toHaveLength(1);
});
