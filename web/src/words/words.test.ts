import { describe, expect, it } from 'vitest';
import { t, tName } from './index';

describe('words', () => {
  it('fills in values', () => {
    expect(t('app.keys.go', { page: 'Watch' })).toBe('Go to Watch');
  });

  it('chooses the form that fits the number', () => {
    expect(t('app.nav.newAlerts', { n: 1 })).toBe('one new alert');
    expect(t('app.nav.newAlerts', { n: 12 })).toBe('12 new alerts');
  });

  it('makes a readable word of an enum that has no text yet', () => {
    expect(tName('app.kind', 'WRONG_WAY')).toBe('Wrong way');
    expect(tName('app.kind', 'NEW_SORT')).toBe('new sort');
  });
});
