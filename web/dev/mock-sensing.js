/* Sensors of the invented town: kinds, devices, values that follow the hour, dead letters, CSV. */
import { createHash } from 'node:crypto';
import { centre } from './mock-city.js';

const M_LAT = 1 / 111_320;
const M_LON = M_LAT / Math.cos((centre.latitude * Math.PI) / 180);
const COUNT = Number(process.env.MOCK_SENSORS ?? 64);
let seed = 11;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const iso = (ms) => new Date(ms).toISOString();
const now = () => Date.now();

const band = (upTo, word, colour) => ({ upTo, word, colour });
const EU = { name: 'EU', source: 'European Air Quality Index, 2024' };
const steps = (...limits) =>
  ['good', 'fair', 'moderate', 'poor', 'very poor', 'extremely poor'].map((word, i) =>
    band(limits[i] ?? null, word, ['#50f0e6', '#50ccaa', '#f0e641', '#ff5050', '#960032', '#7d2181'][i]),
  );
const quantity = (name, channel, label, unit, min, max, usualSilenceSeconds, base, swing, scales = []) => ({
  info: { quantity: name, channel, label, ucum: unit || '1', unit, min, max, usualSilenceSeconds, scales },
  base,
  swing,
});
const three = (a, b, words) => [
  {
    name: 'City',
    source: 'Pretend scale',
    bands: [band(a, words[0], '#6fca93'), band(b, words[1], '#f0d152'), band(null, words[2], '#ff6b66')],
  },
];
const table = [
  quantity('PM25', 'pm25', 'Fine particles (PM2.5)', 'µg/m³', 0, 1000, 600, 14, 9, [
    { ...EU, bands: steps(5, 15, 50, 90, 140) },
  ]),
  quantity('PM10', 'pm10', 'Particles (PM10)', 'µg/m³', 0, 2000, 600, 24, 12, [
    { ...EU, bands: steps(15, 45, 120, 195, 270) },
  ]),
  quantity('NO2', 'no2', 'Nitrogen dioxide', 'µg/m³', 0, 2000, 600, 28, 17, [
    { ...EU, bands: steps(10, 25, 60, 100, 150) },
  ]),
  quantity('O3', 'o3', 'Ozone', 'µg/m³', 0, 1000, 600, 60, 25, [{ ...EU, bands: steps(60, 100, 120, 160, 180) }]),
  quantity('ODOUR', 'odour', 'Odour intensity', '', 0, 6, 300, 1.2, 0.8, three(2, 3.5, ['weak', 'distinct', 'strong'])),
  quantity('SMOKE', 'smoke', 'Smoke obscuration', '%/m', 0, 100, 60, 0.4, 0.3),
  quantity('TEMPERATURE', 'temperature', 'Air temperature', '°C', -60, 60, 900, 11, 5),
  quantity('HUMIDITY', 'humidity', 'Relative humidity', '%', 0, 100, 900, 68, 12),
  quantity('WIND_SPEED', 'windSpeed', 'Wind speed', 'm/s', 0, 75, 600, 4, 2),
  quantity('WIND_FROM', 'windFrom', 'Wind comes from', '°', 0, 360, 600, 240, 20),
  quantity('LAEQ', 'laeq', 'Sound level (LAeq)', 'dB(A)', 15, 140, 60, 58, 9, three(55, 70, ['quiet', 'busy', 'loud'])),
  quantity('FLOW', 'flow', 'Traffic flow', 'vehicles/h', 0, 12000, 300, 620, 480),
  quantity('SPEED', 'speed', 'Mean speed', 'km/h', 0, 250, 300, 41, 8),
  quantity('FILL', 'fill', 'Fill level', '%', 0, 100, 7200, 55, 30, three(70, 85, ['room', 'filling', 'full'])),
  quantity('WATER_LEVEL', 'waterLevel', 'Water level', 'm', -20, 50, 900, 1.4, 0.2),
  quantity('OPEN', 'open', 'Door open', '', 0, 1, 3600, 0.3, 0.6),
  quantity('PEOPLE', 'people', 'People counted', 'persons', 0, 100000, 300, 36, 30),
  quantity('BATTERY', 'battery', 'Battery', '%', 0, 100, 86400, 74, 2),
  quantity('SIGNAL', 'signal', 'Radio signal', 'dBm', -150, 0, 86400, -92, 5),
  quantity('OTHER', 'value', 'Value', '', null, null, 0, 10, 4),
];
const byName = Object.fromEntries(table.map((each) => [each.info.quantity, each]));
const kind = (name, label, icon, ...quantities) => ({ kind: name, label, icon, quantities });
const kinds = [
  kind('AIR_QUALITY', 'Air quality', 'wind', 'PM25', 'PM10', 'NO2', 'O3'),
  kind('ODOUR', 'Odour', 'nose', 'ODOUR'),
  kind('SMOKE', 'Smoke', 'flame', 'SMOKE'),
  kind('WEATHER', 'Weather', 'cloud', 'TEMPERATURE', 'HUMIDITY', 'WIND_SPEED', 'WIND_FROM'),
  kind('SOUND', 'Sound', 'volume', 'LAEQ'),
  kind('TRAFFIC', 'Traffic counter', 'car', 'FLOW', 'SPEED'),
  kind('WASTE', 'Waste container', 'trash', 'FILL', 'TEMPERATURE'),
  kind('WATER', 'Water level', 'droplet', 'WATER_LEVEL'),
  kind('DOOR', 'Door or vibration', 'door', 'OPEN'),
  kind('PEOPLE', 'People counter', 'users', 'PEOPLE'),
  kind('GENERIC', 'Other', 'gauge', 'OTHER'),
];
const mappings = [
  { name: 'json', label: 'Plain JSON', topic: 'vigilia/{device}/observations' },
  { name: 'chirpstack', label: 'ChirpStack v4 (LoRaWAN)', topic: 'application/+/device/{device}/event/up' },
  { name: 'sparkplug', label: 'Sparkplug B', topic: 'spBv1.0/+/DDATA/+/{device}' },
];
const streets = [
  'Mill Street',
  'Market Square',
  'Harbour',
  'Lime Park',
  'Station',
  'King Street',
  'Bridge Street',
  'Old Canal',
];

let nextDatastream = 1;
export const devices = [];

function deviceOf(form, state = 'OK') {
  return {
    id: form.id,
    name: form.name,
    kind: form.kind,
    agency: { id: 'city', name: 'City' },
    location: form.location ?? null,
    enabled: form.enabled ?? true,
    mapping: form.mapping ?? 'json',
    gateway: form.gateway ?? false,
    thing: devices.length + 1,
    fixed: state,
    since: now(),
    phase: random() * 6,
    offset: (random() - 0.5) * 1.2,
    channels: form.channels.map((channel) => {
      const info = byName[channel.quantity]?.info ?? byName.OTHER.info;
      return {
        datastream: nextDatastream++,
        channel: channel.channel,
        name: channel.name ?? `${form.name}: ${info.label}`,
        quantity: channel.quantity,
        unit: channel.unit ?? info.unit,
        min: channel.min ?? info.min,
        max: channel.max ?? info.max,
        silenceSeconds: channel.silenceSeconds ?? info.usualSilenceSeconds,
        calibrations: [],
      };
    }),
  };
}

for (let i = 0; i < COUNT; i++) {
  const what = kinds[i % (kinds.length - 1)];
  const street = streets[Math.floor(random() * streets.length)];
  const state =
    i % 23 === 7 ? 'SILENT' : i % 31 === 9 ? 'DOUBTFUL' : i % 47 === 12 ? 'NEVER' : i % 53 === 17 ? 'OFF' : 'OK';
  devices.push(
    deviceOf(
      {
        id: `${what.kind.toLowerCase().replace('_', '-')}-${String(i + 1).padStart(3, '0')}`,
        name: `${what.label} ${street} ${i + 1}`,
        kind: what.kind,
        location: {
          latitude: centre.latitude + (random() - 0.5) * 1500 * M_LAT,
          longitude: centre.longitude + (random() - 0.5) * 2200 * M_LON,
        },
        enabled: state !== 'OFF',
        channels: [...what.quantities, ...(i % 3 ? ['BATTERY', 'SIGNAL'] : [])].map((name) => ({
          channel: byName[name].info.channel,
          quantity: name,
        })),
      },
      state,
    ),
  );
}

/** A value for a time: day's rhythm, a little noise that is the same each time it is asked. */
export function valueAt(device, channel, ms) {
  const sent = device.sent?.[channel.channel]?.findLast(([at]) => at <= ms);
  if (sent) return sent[1];
  const { base, swing, info } = byName[channel.quantity] ?? byName.OTHER;
  const day = Math.sin(((ms / 86_400_000) % 1) * 2 * Math.PI + device.phase);
  const noise = Math.sin(ms / 47_000 + device.phase * 9) * 0.4 + Math.sin(ms / 7_100 + channel.datastream) * 0.25;
  const value = base + swing * (0.6 * day + 0.35 * noise + device.offset);
  const bounded = Math.min(info.max ?? 1e9, Math.max(info.min ?? -1e9, value));
  return channel.quantity === 'OPEN' ? Math.round(Math.min(1, bounded)) : Math.round(bounded * 100) / 100;
}

const lastOf = (device) =>
  device.fixed === 'NEVER'
    ? undefined
    : device.sent
      ? Math.max(...Object.values(device.sent).map((values) => values.at(-1)[0]))
      : device.fixed === 'SILENT' || device.fixed === 'OFF'
        ? device.since - 7 * 3600_000
        : Math.floor((now() - ((device.thing * 977) % 4000)) / 5000) * 5000;
const stateOf = (device) => (device.enabled ? device.fixed : 'OFF');
const newest = (device, channel) => {
  const at = lastOf(device);
  return at === undefined
    ? null
    : {
        at: iso(at),
        receivedAt: iso(at + 300),
        value: valueAt(device, channel, at),
        text: null,
        quality: stateOf(device) === 'DOUBTFUL' ? ['STUCK'] : [],
      };
};
const rowOf = (device) => {
  const [first] = device.channels;
  const at = lastOf(device);
  const value = (name) => {
    const channel = device.channels.find((each) => each.quantity === name);
    return channel && at !== undefined ? valueAt(device, channel, at) : null;
  };
  const { id, name, kind: what, agency, location, enabled } = device;
  return {
    ...{ id, name, kind: what, agency, location, enabled },
    state: stateOf(device),
    lastSeen: at === undefined ? null : iso(at),
    main:
      first && at !== undefined
        ? { ...newest(device, first), datastream: first.datastream, quantity: first.quantity, unit: first.unit }
        : null,
    batteryPercent: value('BATTERY'),
    signalDbm: value('SIGNAL'),
  };
};
const fullOf = (device) => ({
  ...rowOf(device),
  thing: device.thing,
  mapping: device.mapping,
  gateway: device.gateway,
  topic: `vigilia/${device.id}/observations`,
  mqttUser: device.id,
  hasPassword: true,
  certificate: null,
  clockSkewSeconds: null,
  observationsToday: 4312,
  flaggedToday: device.fixed === 'DOUBTFUL' ? 211 : 3,
  channels: device.channels.map((channel) => ({ ...channel, newest: newest(device, channel) })),
});
const markerOf = (device) => {
  const { id, name, kind: what, location, state, main } = rowOf(device);
  return {
    ...{ id, name, kind: what, location, state },
    datastream: main?.datastream ?? null,
    quantity: main?.quantity ?? null,
    value: main?.value ?? null,
    text: null,
    time: main?.at ?? null,
  };
};
const password = () => createHash('sha256').update(String(Math.random())).digest('base64url');

const letters = Array.from({ length: 37 }, (_each, i) => ({
  id: 37 - i,
  at: iso(now() - i * 340_000),
  way: i % 5 === 0 ? 'http' : 'mqtt',
  source: `vigilia/${i % 3 ? 'meter-9' : 'smoke-003'}/observations`,
  device: i % 3 ? 'meter-9' : 'smoke-003',
  reason:
    i % 3
      ? 'No device is called “meter-9”. Add it, or correct the device id in its settings.'
      : 'The payload is not JSON: unexpected end at character 18.',
  payload: i % 3 ? '{"time":"2026-11-25T09:00:00Z","level":1.92}' : '{"smoke":0.4,"tim',
  hex: false,
  bytes: 44,
  complete: true,
  repeats: i % 4,
  settledAt: null,
  settledAs: null,
}));
const jobs = new Map();
function jobOf(message, seconds = 3) {
  const id = `j${jobs.size + 1}`;
  jobs.set(id, { id, started: now(), seconds, message });
  return jobView(id);
}
function jobView(id) {
  const job = jobs.get(id);
  const part = Math.min(1, (now() - job.started) / (job.seconds * 1000));
  return {
    id,
    state: part < 1 ? 'RUNNING' : 'DONE',
    done: Math.round(part * 12_000),
    total: 12_000,
    message: part < 1 ? '' : job.message,
    startedAt: iso(job.started),
    endedAt: part < 1 ? null : iso(now()),
  };
}

function series(device, channel, query) {
  const from = Date.parse(query.get('from'));
  const to = Math.min(Date.parse(query.get('to')), now());
  const most = Number(query.get('points') ?? 800);
  const stepOf = { RAW: 5_000, MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };
  const asked = query.get('resolution') ?? 'AUTO';
  const resolution =
    asked !== 'AUTO' ? asked : (Object.keys(stepOf).find((name) => (to - from) / stepOf[name] <= most) ?? 'DAY');
  const step = stepOf[resolution];
  const columns = { at: [], mean: [], min: [], max: [], count: [], flagged: [], quality: [] };
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const value = valueAt(device, channel, at);
    const spread = resolution === 'RAW' || device.sent ? 0 : Math.abs(byName[channel.quantity]?.swing ?? 1) * 0.25;
    const bad = Math.floor(at / 3_600_000) % 29 === 4 && Math.floor(at / 300_000) % 7 === 1;
    columns.at.push(at);
    columns.mean.push(value);
    columns.min.push(value - spread);
    columns.max.push(value + spread);
    columns.count.push(resolution === 'RAW' ? 1 : step / 5_000);
    columns.flagged.push(bad ? 1 : 0);
    columns.quality.push(bad && resolution === 'RAW' ? 2 : 0);
  }
  return {
    datastream: channel.datastream,
    name: channel.name,
    device: device.id,
    quantity: channel.quantity,
    unit: channel.unit,
    from: iso(from),
    to: iso(to),
    resolution,
    cut: false,
    ...columns,
  };
}

export function addSensing({ on, problem }) {
  const find = (params) => devices.find((each) => each.id === decodeURIComponent(params.id));
  const datastream = (id) => {
    for (const device of devices)
      for (const channel of device.channels) if (channel.datastream === Number(id)) return { device, channel };
    return undefined;
  };
  const gone = () => problem(404, 'Nothing here', 'There is no such sensor; it may have been removed.');
  on('GET', '/sensing/kinds', () => ({ body: { kinds, quantities: table.map((each) => each.info), mappings } }));
  on('GET', '/sensing/devices', ({ query }) => {
    const words = (query.get('search') ?? '').toLowerCase().split(/\s+/);
    const wantedKinds = query.get('kind')?.split(',');
    const states = query.get('state')?.split(',');
    const rows = devices
      .filter((each) => words.every((word) => `${each.name} ${each.id}`.toLowerCase().includes(word)))
      .map(rowOf)
      .filter((each) => !wantedKinds || wantedKinds.includes(each.kind));
    const counts = { OK: 0, DOUBTFUL: 0, SILENT: 0, NEVER: 0, OFF: 0 };
    for (const each of rows) counts[each.state]++;
    const items = rows.filter((each) => !states || states.includes(each.state));
    const start = Number(query.get('before') ?? 0);
    const limit = Number(query.get('limit') ?? 100);
    const next = start + limit < items.length ? String(start + limit) : null;
    return { body: { items: items.slice(start, start + limit), total: items.length, next, counts } };
  });
  on('GET', '/sensing/markers', () => ({
    body: { at: iso(now()), cursor: String(now()), items: devices.filter((each) => each.location).map(markerOf) },
  }));
  on('GET', '/sensing/markers/changes', ({ query }) => {
    const since = Number(query.get('since'));
    const changed = devices.filter(
      (each) => each.location && ((lastOf(each) ?? 0) > since - 5000 || each.since > since),
    );
    return {
      body: { at: iso(now()), cursor: String(now()), items: changed.map(markerOf), removed: [], reload: false },
    };
  });
  on('POST', '/sensing/devices', ({ body }) => {
    if (!/^[\w.:-]+$/.test(body.id ?? ''))
      return problem(400, 'Not added', 'The id may have letters, digits and . _ : - only.', 'id');
    if (devices.some((each) => each.id === body.id))
      return problem(409, 'Not added', `There is a device called “${body.id}” already.`, 'id');
    const device = deviceOf(body, 'NEVER');
    devices.push(device);
    // A pretend device speaks some seconds after it was told how.
    setTimeout(() => Object.assign(device, { fixed: 'OK', since: now() }), 60_000);
    const topic = `vigilia/${device.id}/observations`;
    const sample = JSON.stringify(Object.fromEntries(body.channels.map((each) => [each.channel, 12.5])));
    const mqtt = { host: null, port: 1883, tlsPort: null, user: device.id, password: password(), topic, sample };
    return { status: 201, body: { device: fullOf(device), mqtt } };
  });
  on('POST', '/sensing/devices/bulk', ({ body }) => {
    const created = [];
    const rejected = [];
    body.items.forEach((form, index) => {
      if (devices.some((each) => each.id === form.id))
        rejected.push({ index, id: form.id, field: 'id', reason: 'There is a device of this id already.' });
      else {
        devices.push(deviceOf(form, 'NEVER'));
        created.push({ id: form.id, user: form.id, password: password() });
      }
    });
    return { body: { created, rejected } };
  });
  on('GET', '/sensing/devices/{id}', ({ params }) => {
    const device = find(params);
    return device ? { body: fullOf(device) } : gone();
  });
  on('PUT', '/sensing/devices/{id}', ({ params, body }) => {
    const device = find(params);
    const before = device.channels;
    Object.assign(device, deviceOf(body, device.fixed), { thing: device.thing });
    for (const channel of device.channels) {
      const was = before.find((each) => each.channel === channel.channel);
      if (was) Object.assign(channel, { datastream: was.datastream, calibrations: was.calibrations });
    }
    return { body: fullOf(device) };
  });
  on('DELETE', '/sensing/devices/{id}', ({ params }) => {
    devices.splice(devices.indexOf(find(params)), 1);
    return { status: 204 };
  });
  on('POST', '/sensing/devices/{id}/password', ({ params }) => ({
    body: { user: decodeURIComponent(params.id), password: password() },
  }));
  on('POST', '/sensing/datastreams/{id}/calibrations', ({ params, body }) => {
    const { device, channel } = datastream(params.id);
    channel.calibrations.push({ version: channel.calibrations.length + 1, ...body });
    return { body: { ...channel, newest: newest(device, channel) } };
  });
  on('POST', '/sensing/datastreams/{id}/calibrations/apply', () => ({
    status: 202,
    body: jobOf('12,000 observations calibrated anew', 4),
  }));
  const job = ({ params }) => ({ body: jobView(params.id) });
  on('GET', '/sensing/jobs/{id}', job);
  on('GET', '/sensing/csv/jobs/{id}', job);
  on('GET', '/sensing/datastreams', ({ query }) => {
    const search = (query.get('search') ?? '').toLowerCase();
    const ids = query.get('ids')?.split(',').map(Number);
    const [latitude, longitude] = (query.get('near') ?? '').split(',').map(Number);
    const radius = Number(query.get('radiusMetres'));
    const all = devices.flatMap((device) =>
      device.channels
        .filter((each) => !query.get('quantity') || each.quantity === query.get('quantity'))
        .filter((each) => !ids || ids.includes(each.datastream))
        .filter((each) => `${each.name} ${device.name}`.toLowerCase().includes(search))
        .filter(() => {
          if (!query.get('near')) return true;
          if (!device.location) return false;
          const north = (device.location.latitude - latitude) / M_LAT;
          const east = (device.location.longitude - longitude) / M_LON;
          return Math.hypot(north, east) <= radius;
        })
        .map((each) => ({
          id: each.datastream,
          name: each.name,
          device: device.id,
          deviceName: device.name,
          kind: device.kind,
          quantity: each.quantity,
          unit: each.unit,
          location: device.location,
          silenceSeconds: each.silenceSeconds,
          newest: newest(device, each),
        })),
    );
    return { body: { items: all.slice(0, Number(query.get('limit') ?? 100)), total: all.length } };
  });
  on('GET', '/sensing/datastreams/{id}/series', ({ params, query }) => {
    const found = datastream(params.id);
    return found ? { body: series(found.device, found.channel, query) } : gone();
  });
  on('POST', '/sensing/observations', ({ body }) => {
    for (const { device: id, channel, time, value } of Array.isArray(body) ? body : [body]) {
      const device = devices.find((each) => each.id === id);
      Object.assign(device, { fixed: 'OK', since: now(), sent: device.sent ?? {} });
      (device.sent[channel] ??= []).push([Date.parse(time), value]);
    }
    return { body: { stored: Array.isArray(body) ? body.length : 1, duplicates: 0, rejected: [] } };
  });
  on('POST', '/sensing/guess', ({ body }) => {
    let value;
    try {
      value = JSON.parse(body.payload);
    } catch {
      return {
        body: {
          mapping: 'json',
          mappingLabel: 'Plain JSON',
          channels: [],
          problem: 'This is not JSON. Paste one whole message as the device sends it, with its braces.',
        },
      };
    }
    const channels = [];
    const visit = (node, path) => {
      for (const [key, each] of Object.entries(node)) {
        const name = path ? `${path}.${key}` : key;
        if (name === 'time' || name === 'device') continue;
        if (each && typeof each === 'object') visit(each, name);
        else {
          const known = table.find((row) => name.toLowerCase().includes(row.info.channel.toLowerCase()))?.info;
          channels.push({
            channel: name,
            path: `/${name.replaceAll('.', '/')}`,
            sample: JSON.stringify(each),
            numeric: typeof each === 'number',
            quantity: known?.quantity ?? null,
            unit: known?.unit ?? null,
            label: known?.label ?? null,
          });
        }
      }
    };
    visit(Array.isArray(value) ? (value[0] ?? {}) : value, '');
    const device = /^vigilia\/([^/]+)\/observations$/.exec(body.topic ?? '')?.[1] ?? value.device ?? null;
    return {
      body: { mapping: 'json', mappingLabel: 'Plain JSON', device, time: value.time ?? null, channels, problem: null },
    };
  });
  on('POST', '/sensing/csv/preview', ({ body }) => {
    const lines = body.split(/\r?\n/).filter(Boolean);
    const [head = '', ...rest] = lines;
    const rejected = rest.flatMap((text, i) =>
      Number.isNaN(Date.parse(text.split(',')[0]))
        ? [{ line: i + 2, text, reason: `“${text.split(',')[0]}” is not a time. Write it as 2026-11-25T10:00:00Z.` }]
        : [],
    );
    const role = (name) => ({ time: 'TIME', device: 'DEVICE', channel: 'CHANNEL', value: 'VALUE' })[name] ?? 'VALUE';
    return {
      body: {
        upload: 'u1',
        lines: rest.length,
        good: rest.length - rejected.length,
        bad: rejected.length,
        layout: head.includes('value') ? 'long' : 'wide',
        columns: head.split(',').map((header, index) => ({
          index,
          header,
          role: role(header),
          channel: role(header) === 'VALUE' && header !== 'value' ? header : null,
        })),
        sample: rest.slice(0, 10).map((line) => line.split(',')),
        rejected,
      },
    };
  });
  on('POST', '/sensing/csv/{upload}/import', () => ({
    status: 202,
    body: jobOf('11,980 observations stored, 12 were there already, 8 refused', 3),
  }));
  on('GET', '/sensing/dead-letters', ({ query }) => {
    const settled = query.get('settled') === 'true';
    const search = (query.get('search') ?? '').toLowerCase();
    const reason = query.get('reason');
    const open = letters.filter((each) => (each.settledAt !== null) === settled);
    const items = open
      .filter((each) => JSON.stringify(each).toLowerCase().includes(search))
      .filter((each) => !reason || each.reason === reason);
    const reasons = [...new Set(open.map((each) => each.reason))].map((text) => ({
      reason: text,
      count: open.filter((each) => each.reason === text).length,
    }));
    return { body: { items: items.slice(0, 50), total: items.length, next: null, reasons } };
  });
  const chosen = (body) => letters.filter((each) => (body.ids ? body.ids.includes(each.id) : !each.settledAt));
  on('POST', '/sensing/dead-letters/retry', ({ body }) => {
    const refused = [];
    let stored = 0;
    for (const letter of chosen(body)) {
      if (letter.device === 'meter-9') {
        Object.assign(letter, { settledAt: iso(now()), settledAs: 'RETRIED' });
        stored++;
      } else refused.push({ id: letter.id, reason: letter.reason });
    }
    return { body: { stored, refused } };
  });
  on('POST', '/sensing/dead-letters/discard', ({ body }) => {
    const ids = chosen(body).map((each) => each.id);
    for (const letter of letters)
      if (ids.includes(letter.id)) Object.assign(letter, { settledAt: iso(now()), settledAs: 'DISCARDED' });
    return { body: { discarded: ids.length, ids } };
  });
  on('POST', '/sensing/dead-letters/restore', ({ body }) => {
    for (const letter of letters)
      if (body.ids.includes(letter.id)) Object.assign(letter, { settledAt: null, settledAs: null });
    return { status: 204 };
  });
}
