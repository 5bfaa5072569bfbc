import { expect, it } from 'vitest';
import { cellsOf, readingsOf, seriesOf } from './csv';

it('reads cells in quotes with commas, quotes and line ends in them', () => {
  expect(cellsOf('a,b\r\n"1,5","say ""no""\nor yes"\r\n,')).toEqual([
    ['a', 'b'],
    ['1,5', 'say "no"\nor yes'],
    ['', ''],
  ]);
});

const head = 'time,value,unit,quality,received\r\n';

it('draws numbers with their doubts and leaves out what is no number', () => {
  const readings = readingsOf(
    `${head}2026-11-29T01:00:00Z,1.5,µg/m³,,2026-11-29T01:00:01Z\r\n` +
      '2026-11-29T01:01:00Z,900,µg/m³,OUT_OF_RANGE SPIKE,2026-11-29T01:01:01Z\r\n' +
      '2026-11-29T01:02:00Z,"""open""",µg/m³,,2026-11-29T01:02:01Z\r\n',
  );
  expect(readings).toHaveLength(3);
  expect(readings[2]?.value).toBe('"open"');
  const series = seriesOf(readings, 'PM2.5');
  expect(series).toMatchObject({ unit: 'µg/m³', mean: [1.5, 900], quality: [0, 3], flagged: [0, 1] });
});

it('keeps every peak of a long series', () => {
  const begin = Date.parse('2026-11-29T00:00:00Z');
  const rows = Array.from({ length: 50_000 }, (_none, i) => {
    const value = i === 31_234 ? 777 : i % 10;
    return `${new Date(begin + i * 1000).toISOString()},${value},,,x`;
  });
  const series = seriesOf(readingsOf(head + rows.join('\r\n')), 'x');
  expect(series.at.length).toBeLessThanOrEqual(4_000);
  expect(Math.max(...series.mean.map(Number))).toBe(777);
  expect([...series.at]).toEqual([...series.at].sort((a, b) => a - b));
});
