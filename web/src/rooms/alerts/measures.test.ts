import { describe, expect, it } from 'vitest';
import { figureOf } from './measures';

describe('figures of an alert', () => {
  it('take their unit from their name', () => {
    expect(figureOf('dwellSeconds', 61.24)).toEqual({ name: 'Dwell', value: '61.2', unit: 's' });
    expect(figureOf('personsPerSquareMetre', 1.5)).toEqual({
      name: 'Persons per square metre',
      value: '1.50',
      unit: 'persons/m²',
    });
    expect(figureOf('speedMetresPerSecond', 10)).toEqual({ name: 'Speed', value: '36', unit: 'km/h' });
    expect(figureOf('growthRatio', 2)).toEqual({ name: 'Growth', value: '2', unit: '×' });
    expect(figureOf('persons', 12)).toEqual({ name: 'Persons', value: '12', unit: '' });
    expect(figureOf('travelledMetres', 12.04)).toEqual({ name: 'Travelled', value: '12', unit: 'm' });
    expect(figureOf('angleDegrees', 171.6)).toEqual({ name: 'Angle', value: '172', unit: '°' });
  });

  it('are shown also when nobody knows their unit', () => {
    expect(figureOf('somethingNew', 1.234)).toEqual({ name: 'Something new', value: '1.23', unit: '' });
  });
});
