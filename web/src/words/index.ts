import alerts from './en/alerts.json';
import app from './en/app.json';
import audit from './en/audit.json';
import cameras from './en/cameras.json';
import chart from './en/chart.json';
import data from './en/data.json';
import evidence from './en/evidence.json';
import footage from './en/footage.json';
import health from './en/health.json';
import incidents from './en/incidents.json';
import map from './en/map.json';
import people from './en/people.json';
import rules from './en/rules.json';
import shared from './en/shared.json';
import video from './en/video.json';
import watch from './en/watch.json';

/** Every text of the user interface, a file a room. A translation is a folder beside `en` with the same keys. */
const words = {
  alerts,
  app,
  audit,
  cameras,
  chart,
  data,
  evidence,
  footage,
  health,
  incidents,
  map,
  people,
  rules,
  shared,
  video,
  watch,
};

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** Key of a text, such as `app.nav.watch`; a wrong one does not compile. */
export type Word = Leaves<typeof words>;

export type WordValues = Record<string, string | number>;

const plurals = new Intl.PluralRules('en');

function lookUp(key: string): string | undefined {
  let node: unknown = words;
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<string, unknown>)[part];
  }
  return typeof node === 'string' ? node : undefined;
}

/**
 * The text of a key with `{name}` places filled in. A text may choose by number: `{n|one camera|# cameras}` takes the
 * first form when n is one, with `#` standing for the number.
 */
export function t(key: Word, values: WordValues = {}): string {
  return fill(lookUp(key) ?? key, values);
}

/** The text of a key made at run time, such as one with an enum's name in it; `otherwise` when there is none. */
export function tName(prefix: string, name: string, otherwise?: string): string {
  return lookUp(`${prefix}.${name}`) ?? otherwise ?? name.toLowerCase().replaceAll('_', ' ');
}

function fill(text: string, values: WordValues): string {
  return text.replaceAll(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one === undefined || other === undefined) return String(value);
    const form = plurals.select(Number(value)) === 'one' ? one : other;
    return form.replaceAll('#', String(value));
  });
}
