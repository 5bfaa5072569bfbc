/* G.711 (ITU-T G.711, 11/88): one byte stands for a sample of 13 or 14 bits; here widened to 16. */

/** The sample of an A-law byte (table 1): even bits are inverted; sign, three bits of segment, four of what follows. */
function fromAlaw(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const size = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return bits & 0x80 ? size : -size;
}

/** The sample of a µ-law byte (table 2): all bits are inverted. */
function fromUlaw(byte: number): number {
  const bits = ~byte & 255;
  const size = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -size : size;
}

const table = (of: (byte: number) => number) => Int16Array.from({ length: 256 }, (_, byte) => of(byte));

export const ALAW = table(fromAlaw);
export const ULAW = table(fromUlaw);
