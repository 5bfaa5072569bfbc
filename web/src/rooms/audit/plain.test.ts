import { expect, it } from 'vitest';
import { actionWords, localTimes, shortAddress } from './plain';

it('says actions in words', () => {
  expect(actionWords('live.opened')).toBe('Live opened');
  expect(actionWords('person.password_reset')).toBe('Person password reset');
});

it('shows instants as the clock here does', () => {
  expect(localTimes('closed after 6 s, from 2026-11-25T04:21:31.599594583Z')).toMatch(
    /^closed after 6 s, from .*\d\d:\d\d:\d\d$/,
  );
});

it('shortens IPv6 addresses', () => {
  expect(shortAddress('0:0:0:0:0:0:0:1')).toBe('::1');
  expect(shortAddress('2001:db8:0:0:1:0:0:0')).toBe('2001:db8:0:0:1::');
  expect(shortAddress('fe80::1')).toBe('fe80::1');
  expect(shortAddress('192.168.1.20')).toBe('192.168.1.20');
});
