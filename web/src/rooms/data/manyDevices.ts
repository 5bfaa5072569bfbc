import type { DeviceForm, Kinds, SensorKind } from '../../api';

/** A line of the list that does not become a sensor, and why. */
export interface BadLine {
  line: number;
  text: string;
  reason: { word: 'columns' | 'id' | 'kind' | 'place' | 'channel' | 'twice'; value: string };
}

export interface ReadList {
  forms: DeviceForm[];
  /** Line of each form, for what the server says of it. */
  lines: number[];
  bad: BadLine[];
}

export const HEAD = 'id,name,kind,latitude,longitude,channels';
export const MOST = 5_000;

/**
 * Cells of one line: RFC 4180, with comma or semicolon. Quoted cells may hold either; a doubled quote is one.
 */
export function cellsOf(line: string, separator = ','): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (line[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === separator) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  cells.push(cell.trim());
  return cells;
}

/**
 * Reads a list of sensors: one a line, its columns named in the first line. Channels are separated by blanks, each
 * `channel` or `channel=QUANTITY`; left out, the usual ones of the kind.
 */
export function readList(text: string, kinds: Kinds): ReadList {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const separator = (lines[0] ?? '').includes(';') ? ';' : ',';
  const head = cellsOf(lines[0] ?? '', separator).map((name) => name.toLowerCase());
  const read: ReadList = { forms: [], lines: [], bad: [] };
  const seen = new Set<string>();
  const at = (name: string) => head.indexOf(name);
  if (at('id') < 0) {
    return { ...read, bad: [{ line: 1, text: lines[0] ?? '', reason: { word: 'columns', value: HEAD } }] };
  }
  lines.slice(1).forEach((line, i) => {
    if (line.trim() === '') return;
    const cells = cellsOf(line, separator);
    const cell = (name: string) => (at(name) < 0 ? '' : (cells[at(name)] ?? ''));
    const refuse = (word: BadLine['reason']['word'], value: string) =>
      void read.bad.push({ line: i + 2, text: line, reason: { word, value } });
    const id = cell('id');
    if (!/^[A-Za-z0-9._:-]{1,80}$/.test(id)) return refuse('id', id);
    if (seen.has(id)) return refuse('twice', id);
    const kind = kindNamed(cell('kind') || 'GENERIC', kinds);
    if (!kind) return refuse('kind', cell('kind'));
    const location = placeOf(cell('latitude'), cell('longitude'));
    if (location === undefined) return refuse('place', `${cell('latitude')} ${cell('longitude')}`);
    const channels = channelsOf(cell('channels'), kind, kinds);
    if (typeof channels === 'string') return refuse('channel', channels);
    seen.add(id);
    read.forms.push({ id, name: cell('name') || id, kind, mapping: cell('mapping') || 'json', location, channels });
    read.lines.push(i + 2);
  });
  return read;
}

function kindNamed(text: string, { kinds }: Kinds): SensorKind | undefined {
  const wanted = text.toLowerCase().replaceAll(/[\s-]+/g, '_');
  return kinds.find(({ kind, label }) => kind.toLowerCase() === wanted || label.toLowerCase() === text.toLowerCase())
    ?.kind;
}

/** Null where no place is given; undefined where what is given is none. */
function placeOf(latitude: string, longitude: string) {
  if (latitude === '' && longitude === '') return null;
  const place = { latitude: Number(latitude.replace(',', '.')), longitude: Number(longitude.replace(',', '.')) };
  const good =
    latitude !== '' && longitude !== '' && Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180;
  return good ? place : undefined;
}

/** The channels, or the text that is none. */
function channelsOf(text: string, kind: SensorKind, { kinds, quantities }: Kinds): DeviceForm['channels'] | string {
  const infoOf = (name: string) =>
    quantities.find((each) => each.quantity.toLowerCase() === name.toLowerCase() || each.channel === name);
  if (text === '') {
    const usual = kinds.find((each) => each.kind === kind)?.quantities ?? [];
    return usual.flatMap((quantity) => {
      const info = infoOf(quantity);
      return info ? [{ channel: info.channel, quantity: info.quantity }] : [];
    });
  }
  const channels: DeviceForm['channels'] = [];
  for (const each of text.split(/\s+/)) {
    const [channel = '', quantity] = each.split('=');
    const info = infoOf(quantity ?? channel);
    if (channel === '' || (quantity !== undefined && !info)) return each;
    channels.push({ channel, quantity: info?.quantity ?? 'OTHER' });
  }
  return channels;
}

/** What was made, as a table to hand to those who set the devices up. */
export function accessCsv(created: readonly { id: string; user: string; password: string }[]): string {
  return [
    'id,user,password,topic',
    ...created.map(({ id, user, password }) => `${id},${user},${password},vigilia/${id}/observations`),
  ].join('\n');
}
