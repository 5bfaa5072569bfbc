import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NewsFeed } from './news';

class FakeSocket {
  static readonly OPEN = 1;
  static made: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (message: { data: string }) => void;
  constructor() {
    FakeSocket.made.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006 });
  }
}

let feed: NewsFeed;
const newest = () => FakeSocket.made.at(-1) as FakeSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  feed = new NewsFeed(() => 'ws://test');
});
afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

it('comes back after an interruption, asks for the same tracks, and says so once', () => {
  const back = vi.fn();
  feed.onBack(back);
  feed.watch('plaza');
  feed.start();
  newest().open();
  expect(newest().sent).toEqual(['{"type":"watch","cameras":["plaza"]}']);
  expect(back).not.toHaveBeenCalled();

  newest().close();
  expect(feed.state).toBe('AWAY');
  vi.advanceTimersByTime(1000);
  expect(FakeSocket.made).toHaveLength(2);
  newest().open();
  expect(feed.state).toBe('OPEN');
  expect(newest().sent).toEqual(['{"type":"watch","cameras":["plaza"]}']);
  expect(back).toHaveBeenCalledOnce();
});

it('waits longer and longer between attempts', () => {
  feed.start();
  for (let i = 0; i < 8; i++) {
    newest().close();
    vi.advanceTimersByTime(13_000);
  }
  const before = FakeSocket.made.length;
  newest().close();
  vi.advanceTimersByTime(3_500);
  expect(FakeSocket.made).toHaveLength(before);
});

it('asks for tracks as long as one viewer wants them', () => {
  feed.start();
  newest().open();
  const first = feed.watch('plaza');
  const second = feed.watch('plaza');
  first();
  first();
  expect(newest().sent.at(-1)).toBe('{"type":"watch","cameras":["plaza"]}');
  second();
  expect(newest().sent.at(-1)).toBe('{"type":"watch","cameras":[]}');
});

it('survives news that is not JSON', () => {
  const heard = vi.fn();
  feed.on('incident', heard);
  feed.start();
  newest().open();
  newest().onmessage?.({ data: 'nonsense' });
  newest().onmessage?.({ data: '{"type":"incident","incident":{"id":"1"}}' });
  expect(heard).toHaveBeenCalledOnce();
});
