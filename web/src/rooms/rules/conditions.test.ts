import { describe, expect, it } from 'vitest';
import type { CityRule, Combination, QuantityInfo } from '../../api';
import { conditionOf, lackOf, NEW_RULE, simpleOf, tidy } from './conditions';
import { inWords, type Names } from './inWords';

const info = (quantity: string, label: string, unit: string): QuantityInfo => ({
  ...{ quantity, label, unit, channel: quantity, ucum: unit, min: 0, max: 9, usualSilenceSeconds: 60, scales: [] },
});
const names: Names = {
  quantities: new Map([
    ['ODOUR', info('ODOUR', 'Odour intensity', '')],
    ['FILL', info('FILL', 'Fill level', '%')],
    ['PM25', info('PM25', 'Fine particles (PM2.5)', 'µg/m³')],
  ]),
  datastreams: new Map([[7, { name: 'Harbour: odour', unit: '' }]]),
  cameras: new Map([['c1', 'Market Square']]),
};
const rule = (more: Partial<CityRule>): CityRule => ({ ...NEW_RULE, name: 'Odour', ...more });
const odour: Combination = {
  is: 'combination',
  order: 'ALL',
  withinSeconds: 1800,
  withinMetres: 150,
  steps: [
    { condition: { is: 'threshold', source: { quantity: 'ODOUR' }, side: 'ABOVE', limit: 3, forSeconds: 300 } },
    { condition: { is: 'threshold', source: { quantity: 'FILL' }, side: 'ABOVE', limit: 80 } },
  ],
};

describe('a rule in words', () => {
  it('says a limit with its unit and how long', () => {
    expect(inWords({ ...simpleOf('threshold'), source: { quantity: 'PM25' } } as never, names)).toBe(
      'Fine particles (PM2.5) above 50 µg/m³ for 5 min',
    );
  });

  it('says a combination in space and time', () => {
    expect(inWords(odour, names)).toBe(
      'Odour intensity above 3 for 5 min and Fill level above 80 %, within 30 min and 150 m',
    );
  });

  it('says what must not happen, and what cameras see', () => {
    const sequence: Combination = {
      is: 'combination',
      order: 'SEQUENCE',
      withinSeconds: 20,
      steps: [
        { condition: { is: 'seen', kinds: ['INTRUSION'], cameras: ['c1'] } },
        { condition: { is: 'missingData', source: { datastreams: [7] }, seconds: 60 }, absent: true },
      ],
    };
    expect(inWords(sequence, names)).toBe(
      'Intrusion seen by Market Square, then not (no value of Harbour: odour for 1 min), within 20 s',
    );
  });
});

describe('what stands in the way of a rule', () => {
  it('is a name, a source, a step, or a clear limit on the wrong side', () => {
    expect(lackOf(rule({}))).toBeUndefined();
    expect(lackOf(rule({ name: ' ' }))).toBe('name');
    expect(lackOf(rule({ when: { is: 'missingData', source: {}, seconds: 60 } }))).toBe('source');
    expect(lackOf(rule({ when: { is: 'seen', kinds: [] } }))).toBe('kinds');
    expect(lackOf(rule({ when: { ...odour, steps: odour.steps.slice(1) } }))).toBe('steps');
    expect(lackOf(rule({ when: { ...odour, steps: odour.steps.map((step) => ({ ...step, absent: true })) } }))).toBe(
      'absent',
    );
    const clear = { is: 'threshold', source: { quantity: 'PM25' }, limit: 50 } as const;
    expect(lackOf(rule({ when: { ...clear, side: 'ABOVE', clear: 60 } }))).toBe('clear');
    expect(lackOf(rule({ when: { ...clear, side: 'BELOW', clear: 40 } }))).toBe('clear');
    expect(lackOf(rule({ when: { ...clear, side: 'ABOVE', clear: 40 } }))).toBeUndefined();
  });
});

describe('a rule that is sent', () => {
  it('has nothing that is empty', () => {
    const sent = tidy(
      rule({
        advice: ' ',
        when: { ...odour, withinMetres: null, steps: odour.steps },
      }),
    );
    expect(sent).not.toHaveProperty('advice');
    expect(sent).not.toHaveProperty('only');
    expect(sent.when).not.toHaveProperty('withinMetres');
  });

  it('keeps an area only with both its middle and its radius', () => {
    const near = { latitude: 1, longitude: 2 };
    const when = { ...simpleOf('missingData'), source: { quantity: 'PM25', near, datastreams: [] } } as never;
    expect(tidy(rule({ when })).when).toMatchObject({ source: { quantity: 'PM25' } });
    expect(tidy(rule({ when })).when).not.toHaveProperty('source.near');
  });
});

describe('changing the kind of condition', () => {
  it('keeps the source', () => {
    const before = { is: 'missingData', source: { datastreams: [7] }, seconds: 60 } as const;
    expect(conditionOf('threshold', { ...before, source: { datastreams: [7] } })).toMatchObject({
      source: { datastreams: [7] },
    });
  });

  it('makes the condition the first step of a combination, and takes it back', () => {
    const before = simpleOf('unusual');
    const combination = conditionOf('combination', before) as Combination;
    expect(combination.steps[0]?.condition).toEqual(before);
    expect(conditionOf('unusual', combination)).toMatchObject({ source: { quantity: 'PM25' } });
  });
});
