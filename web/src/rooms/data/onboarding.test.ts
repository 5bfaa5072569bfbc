import { describe, expect, it } from 'vitest';
import type { Guess, Kinds, QuantityInfo } from '../../api';
import { draftOf, EMPTY, formOf, kindOf, missing, publishLine } from './onboarding';

const quantity = (name: string, unit: string): QuantityInfo => ({
  quantity: name,
  channel: name.toLowerCase(),
  label: name,
  ucum: unit,
  unit,
  min: 0,
  max: 100,
  usualSilenceSeconds: 600,
  scales: [],
});
const kinds: Kinds = {
  kinds: [
    { kind: 'AIR_QUALITY', label: 'Air quality', icon: 'wind', quantities: ['PM25', 'NO2'] },
    { kind: 'WEATHER', label: 'Weather', icon: 'cloud', quantities: ['TEMPERATURE', 'HUMIDITY'] },
    { kind: 'WASTE', label: 'Waste', icon: 'trash', quantities: ['FILL', 'TEMPERATURE'] },
    { kind: 'GENERIC', label: 'Other', icon: 'gauge', quantities: ['OTHER'] },
  ],
  quantities: [quantity('PM25', 'µg/m³'), quantity('TEMPERATURE', '°C'), quantity('FILL', '%'), quantity('OTHER', '')],
  mappings: [],
};
const channel = (name: string, known: string | null, numeric = true) => ({
  channel: name,
  path: `/${name}`,
  sample: numeric ? '1' : '"on"',
  numeric,
  quantity: known,
  unit: null,
  label: null,
});
const guess: Guess = {
  mapping: 'json',
  mappingLabel: 'Plain JSON',
  device: 'bin-7',
  channels: [channel('fill', 'FILL'), channel('temperature', 'TEMPERATURE'), channel('mode', null, false)],
  problem: null,
};

describe('a sensor from a pasted message', () => {
  it('is of the kind whose main quantity is there', () => {
    expect(kindOf(kinds, ['FILL', 'TEMPERATURE'])).toBe('WASTE');
    expect(kindOf(kinds, ['TEMPERATURE'])).toBe('WEATHER');
    expect(kindOf(kinds, ['OTHER'])).toBe('GENERIC');
    expect(kindOf(kinds, [])).toBe('GENERIC');
  });

  it('takes numbers and leaves texts, with the usual unit', () => {
    const draft = draftOf(guess, kinds, EMPTY);
    expect(draft.id).toBe('bin-7');
    expect(draft.channels.map(({ channel: name, taken, unit }) => [name, taken, unit])).toEqual([
      ['fill', true, '%'],
      ['temperature', true, '°C'],
      ['mode', false, ''],
    ]);
  });

  it('keeps what was typed', () => {
    expect(draftOf(guess, kinds, { ...EMPTY, id: 'mine', name: 'My bin' })).toMatchObject({
      id: 'mine',
      name: 'My bin',
    });
  });

  it('is sent without the channels that are left', () => {
    const form = formOf(draftOf(guess, kinds, EMPTY));
    expect(form.channels.map((each) => each.channel)).toEqual(['fill', 'temperature']);
    expect(form.name).toBe('bin-7');
  });

  it('says what is missing', () => {
    expect(missing(EMPTY)).toBe('id');
    expect(missing({ ...EMPTY, id: 'a b' })).toBe('idLetters');
    expect(missing({ ...EMPTY, id: 'a' })).toBe('channels');
    expect(missing(draftOf(guess, kinds, EMPTY))).toBeUndefined();
  });

  it('is tried with a line that a shell takes as it stands', () => {
    const mqtt = {
      port: 1883,
      user: 'bin-7',
      password: "p'w",
      topic: 'vigilia/bin-7/observations',
      sample: '{"fill":1}',
    };
    expect(publishLine(mqtt, 'city.example')).toBe(
      String.raw`mosquitto_pub -h city.example -p 1883 -q 1 -u 'bin-7' -P 'p'\''w' -t 'vigilia/bin-7/observations' -m '{"fill":1}'`,
    );
  });
});
