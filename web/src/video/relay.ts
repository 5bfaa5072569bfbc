import type { Condition } from '../api';

/** What the access units that follow are (contract StreamInfo). */
export interface StreamInfo {
  codec: 'H264' | 'H265';
  /** As in RFC 6381: "avc1.4d401f". */
  codecString: string;
  widthPx: number;
  heightPx: number;
  /** Nominal frames a second; 0 when unknown. */
  fps: number;
  clock: 'RTCP' | 'ARRIVAL';
}

export interface StreamStatus {
  condition: Condition;
  since: string;
  detail: string;
}

/** One coded picture. */
export interface Unit {
  /** When it was taken, milliseconds since 1970 by the server's clock. */
  capturedMs: number;
  number: number;
  key: boolean;
  /** Units before this one were left out for this viewer. */
  dropped: boolean;
  /** NAL units, each with a 4-byte length. */
  data: Uint8Array<ArrayBuffer>;
}

export type RelayMessage =
  | { type: 'STREAM'; info: StreamInfo; config: Uint8Array<ArrayBuffer> }
  | { type: 'UNIT'; unit: Unit }
  | { type: 'STATUS'; status: StreamStatus };

const UNIT_HEADER = 21;
/** A camera whose clock is further off than this from the arrival of its pictures is not believed. */
const CLOCK_LIMIT_MS = 10_000;

/**
 * Reads one message of the relay protocol as it comes over a WebSocket (contract RelayFrame without the length); big
 * endian. Undefined for types of message this viewer has no use for.
 *
 * @throws RangeError when the message is shorter than it says
 */
export function readRelay(bytes: ArrayBuffer): RelayMessage | undefined {
  const view = new DataView(bytes);
  switch (view.getUint8(0)) {
    case 1: {
      const length = view.getUint16(1);
      const info = JSON.parse(text(bytes, 3, length)) as StreamInfo;
      return { type: 'STREAM', info, config: new Uint8Array(bytes, 3 + length) };
    }
    case 2: {
      const capturedMs = Number(view.getBigInt64(1)) / 1000;
      const arrivedMs = Number(view.getBigInt64(9)) / 1000;
      const flags = view.getUint8(21);
      return {
        type: 'UNIT',
        unit: {
          capturedMs: Math.abs(capturedMs - arrivedMs) > CLOCK_LIMIT_MS ? arrivedMs : capturedMs,
          number: view.getUint32(17),
          key: (flags & 1) !== 0,
          dropped: (flags & 2) !== 0,
          data: new Uint8Array(bytes, 1 + UNIT_HEADER),
        },
      };
    }
    case 3:
      return { type: 'STATUS', status: JSON.parse(text(bytes, 1, bytes.byteLength - 1)) as StreamStatus };
    default:
      return undefined;
  }
}

function text(bytes: ArrayBuffer, from: number, length: number): string {
  return new TextDecoder().decode(new Uint8Array(bytes, from, length));
}
