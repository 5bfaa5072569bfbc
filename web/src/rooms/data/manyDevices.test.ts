import { describe, expect, it } from 'vitest';
import type { Kinds, QuantityInfo } from '../../api';
import { accessCsv, cellsOf, readList } from './manyDevices';

const info = (quantity: string, channel: string): QuantityInfo => ({
  ...{ quantity, channel, label: quantity, ucum: '1', unit: '', min: 0, max: 1, usualSilenceSeconds: 60, scales: [] },
});
const kinds: Kinds = {
  kinds: [
    { kind: 'WASTE', label: 'Waste container', icon: 'trash', quantities: ['FILL', 'TEMPERATURE'] },
    { kind: 'GENERIC', label: 'Other', icon: 'gauge', quantities: ['OTHER'] },
  ],
  quantities: [info('FILL', 'fill'), info('TEMPERATURE', 'temperature'), info('OTHER', 'value')],
  mappings: [],
};

describe('a list of sensors', () => {
  it('reads quoted cells', () => {
    expect(cellsOf('a,"b, ""c""",d')).toEqual(['a', 'b, "c"', 'd']);
  });

  it('becomes sensors with the usual channels of their kind', () => {
    const { forms, bad } = readList('id,name,kind,latitude,longitude\nbin-1,Bin one,Waste container,52.1,4.3\n', kinds);
    expect(bad).toEqual([]);
    expect(forms).toEqual([
      {
        id: 'bin-1',
        name: 'Bin one',
        kind: 'WASTE',
        mapping: 'json',
        location: { latitude: 52.1, longitude: 4.3 },
        channels: [
          { channel: 'fill', quantity: 'FILL' },
          { channel: 'temperature', quantity: 'TEMPERATURE' },
        ],
      },
    ]);
  });

  it('takes semicolons, a byte order mark, own channels and no place', () => {
    const { forms } = readList('\uFEFFid;kind;channels\r\nx;waste;lvl=FILL t=temperature odd\r\n', kinds);
    expect(forms[0]).toMatchObject({
      name: 'x',
      location: null,
      channels: [
        { channel: 'lvl', quantity: 'FILL' },
        { channel: 't', quantity: 'TEMPERATURE' },
        { channel: 'odd', quantity: 'OTHER' },
      ],
    });
  });

  it('says of every bad line which it is and why', () => {
    const text = [
      'id,kind,latitude,longitude,channels',
      'good,waste,,,',
      'with blank,waste,,,',
      'good,waste,,,',
      'x,bicycle,,,',
      'y,waste,91,4,',
      'z,waste,52,,',
      'w,waste,,,a=NOTHING',
    ].join('\n');
    const { forms, lines, bad } = readList(text, kinds);
    expect(forms.map((form) => form.id)).toEqual(['good']);
    expect(lines).toEqual([2]);
    expect(bad.map(({ line, reason }) => [line, reason.word])).toEqual([
      [3, 'id'],
      [4, 'twice'],
      [5, 'kind'],
      [6, 'place'],
      [7, 'place'],
      [8, 'channel'],
    ]);
  });

  it('needs to name its columns', () => {
    expect(readList('bin-1,Bin one', kinds).bad[0]?.reason.word).toBe('columns');
  });

  it('gives back what the devices need', () => {
    expect(accessCsv([{ id: 'a', user: 'a', password: 'p' }])).toBe(
      'id,user,password,topic\na,a,p,vigilia/a/observations',
    );
  });
});
