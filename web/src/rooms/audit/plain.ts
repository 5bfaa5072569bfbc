import { clockTime } from '../../app';

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** An action as people say it: "live.opened" is "Live opened". */
export function actionWords(action: string): string {
  const words = action.replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Instants in a text as the clock here shows them. */
export function localTimes(text: string): string {
  return text.replaceAll(INSTANT, (instant) => clockTime(instant));
}

/** An IPv6 address in its short form; others as they are. */
export function shortAddress(address: string): string {
  if (!/^[\da-f:]+$/i.test(address) || address.includes('::')) return address;
  const zeros = address.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
  const longest = zeros.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return address;
  const at = address.indexOf(longest);
  return `${address.slice(0, at)}::${address.slice(at + longest.length + 1)}`;
}
