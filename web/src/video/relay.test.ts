import { describe, expect, it } from 'vitest';
import { readRelay } from './relay';

function unit(captured: bigint, arrived: bigint, flags: number, nal: number[]): ArrayBuffer {
  const bytes = new Uint8Array(22 + nal.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 2);
  view.setBigInt64(1, captured);
  view.setBigInt64(9, arrived);
  view.setUint32(17, 4_000_000_000);
  view.setUint8(21, flags);
  bytes.set(nal, 22);
  return bytes.buffer;
}

describe('relay messages', () => {
  it('reads a unit with its times, number and flags', () => {
    const read = readRelay(unit(1_795_000_000_123_456n, 1_795_000_000_200_000n, 3, [0, 0, 0, 1, 9]));
    expect(read?.type).toBe('UNIT');
    if (read?.type !== 'UNIT') return;
    expect(read.unit.capturedMs).toBeCloseTo(1_795_000_000_123.456, 3);
    expect(read.unit.number).toBe(4_000_000_000);
    expect([read.unit.key, read.unit.dropped]).toEqual([true, true]);
    expect([...read.unit.data]).toEqual([0, 0, 0, 1, 9]);
  });

  it('does not believe a camera whose clock is far off', () => {
    const arrived = 1_795_000_000_000_000n;
    const read = readRelay(unit(0n, arrived, 0, []));
    expect(read?.type === 'UNIT' && read.unit.capturedMs).toBe(1_795_000_000_000);
  });

  it('reads what a stream is and its decoder configuration', () => {
    const info = new TextEncoder().encode('{"codec":"H264","codecString":"avc1.42c01f","widthPx":768}');
    const bytes = new Uint8Array([1, 0, info.length, ...info, 1, 66, 192, 31]);
    const read = readRelay(bytes.buffer);
    expect(read?.type).toBe('STREAM');
    if (read?.type !== 'STREAM') return;
    expect(read.info.codecString).toBe('avc1.42c01f');
    expect([...read.config]).toEqual([1, 66, 192, 31]);
  });

  it('skips types it does not know and refuses a message that is cut short', () => {
    expect(readRelay(new Uint8Array([9, 1, 2]).buffer)).toBeUndefined();
    expect(() => readRelay(new Uint8Array([2, 0, 0]).buffer)).toThrow(RangeError);
  });
});
