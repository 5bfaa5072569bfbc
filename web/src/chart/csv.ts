import { qualityFlags, type Series } from '../api';

/** One reading of a sensor as it was sealed. */
export interface Reading {
  time: string;
  value: string;
  unit: string;
  /** Names of flags, with a space between; empty when it is good. */
  quality: string;
  received: string;
}

/** Rows of CSV (RFC 4180): cells in quotes may hold commas, quotes and line ends. */
export function cellsOf(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const letter = csv[i];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (csv[i + 1] === '"') cell += csv[++i];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',' || letter === '\n') {
      row.push(cell);
      cell = '';
      if (letter === '\n') {
        rows.push(row);
        row = [];
      }
    } else if (letter !== '\r') cell += letter;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** The readings of a sealed series. */
export function readingsOf(csv: string): Reading[] {
  return cellsOf(csv)
    .slice(1)
    .map(([time = '', value = '', unit = '', quality = '', received = '']) => ({
      time,
      value,
      unit,
      quality,
      received,
    }));
}

function bitsOf(quality: string): number {
  return quality.split(' ').reduce((bits, flag) => {
    const at = qualityFlags.findIndex((known) => known === flag);
    return at < 0 ? bits : bits | (1 << at);
  }, 0);
}

/** What a chart draws of them: of very many, the lowest and the highest of each stretch, so that no peak is lost. */
export function seriesOf(readings: readonly Reading[], name: string, most = 4_000): Series {
  const numbers = readings.flatMap(({ time, value, quality }) => {
    const number = Number(value);
    return value.trim() === '' || !Number.isFinite(number)
      ? []
      : [{ at: Date.parse(time), value: number, bits: bitsOf(quality) }];
  });
  const stretch = Math.ceil(numbers.length / (most / 2));
  const drawn: typeof numbers = [];
  for (let i = 0; i < numbers.length; i += stretch) {
    const some = numbers.slice(i, i + stretch);
    const lowest = some.reduce((a, b) => (b.value < a.value ? b : a));
    const highest = some.reduce((a, b) => (b.value > a.value ? b : a));
    const pair = lowest.at <= highest.at ? [lowest, highest] : [highest, lowest];
    drawn.push(...(stretch <= 2 ? some : pair));
  }
  const values = drawn.map((each) => each.value);
  return {
    datastream: 0,
    name,
    quantity: 'OTHER',
    unit: readings[0]?.unit ?? '',
    from: readings[0]?.time ?? '',
    to: readings.at(-1)?.time ?? '',
    resolution: 'RAW',
    cut: false,
    at: drawn.map((each) => each.at),
    mean: values,
    min: values,
    max: values,
    count: drawn.map(() => 1),
    flagged: drawn.map((each) => (each.bits === 0 ? 0 : 1)),
    quality: drawn.map((each) => each.bits),
  };
}
