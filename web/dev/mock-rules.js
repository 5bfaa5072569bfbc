/* Rules over the city of the pretend server, their templates, and a pretend back-test. */
import { devices, valueAt } from './mock-sensing.js';

const iso = (ms) => new Date(ms).toISOString();
const kindOf = {
  threshold: 'THRESHOLD',
  rateOfChange: 'RATE_OF_CHANGE',
  missingData: 'MISSING_DATA',
  unusual: 'ANOMALY',
  combination: 'COMBINATION',
};
let number = 1;
const rules = [];

function fits(source) {
  return devices.flatMap((device) =>
    device.channels
      .filter((each) => (source.datastreams?.length ? source.datastreams.includes(each.datastream) : true))
      .filter((each) => !source.quantity || each.quantity === source.quantity)
      .map((channel) => ({ device, channel })),
  );
}
const sourceOf = (when) => when.source ?? when.steps?.map((each) => each.condition.source).find(Boolean) ?? {};

function viewOf(entry) {
  const { rule } = entry;
  return {
    id: rule.id,
    name: rule.name,
    kind: entry.kind ?? kindOf[rule.when.is],
    severity: rule.severity ?? 'MAJOR',
    enabled: rule.enabled ?? true,
    camera: null,
    rule,
    text: entry.text ?? `${rule.when.is} of ${sourceOf(rule.when).quantity ?? 'chosen sensors'}`,
    problem: entry.problem ?? null,
    sensors: fits(sourceOf(rule.when)).length,
    alerts7Days: entry.alerts ?? 0,
    alertsPerOperatorHour: (entry.alerts ?? 0) / 168,
    precision: entry.precision ?? null,
    judged: entry.judged ?? 0,
    changedAt: iso(Date.now() - 86_400_000),
    changedBy: { id: 'p1', name: 'Ana Reyes' },
  };
}

const add = (rule, more = {}) => {
  const entry = {
    rule: { id: `city-${number++}`, agency: 'city', enabled: true, severity: 'MAJOR', ...rule },
    ...more,
  };
  rules.push(entry);
  return entry;
};
add(
  {
    name: 'Odour in the harbour',
    advice: 'Look at the two nearest cameras, then call the harbour master.',
    when: { is: 'threshold', source: { quantity: 'ODOUR' }, side: 'ABOVE', limit: 3, clear: 2.5, forSeconds: 300 },
  },
  { alerts: 9, precision: 0.78, judged: 9, text: 'Odour intensity above 3 for 5 min, clear below 2.5' },
);
add(
  {
    name: 'Sensors that fall silent',
    severity: 'MINOR',
    when: { is: 'missingData', source: { quantity: 'PM25' }, seconds: 3600 },
  },
  { alerts: 3, text: 'No fine particles (PM2.5) for 1 h' },
);
add(
  {
    name: 'Burning bin',
    severity: 'CRITICAL',
    enabled: false,
    when: {
      is: 'combination',
      order: 'ALL',
      withinSeconds: 1800,
      withinMetres: 150,
      steps: [
        { condition: { is: 'threshold', source: { quantity: 'SMOKE' }, side: 'ABOVE', limit: 2, forSeconds: 20 } },
        { condition: { is: 'threshold', source: { quantity: 'FILL' }, side: 'ABOVE', limit: 60 } },
      ],
    },
  },
  {
    text: 'Smoke obscuration above 2 and fill level above 60, within 30 min and 150 m',
    problem: { at: iso(Date.now() - 900_000), text: 'No smoke sensor has a place within 150 m of a waste container.' },
  },
);

const tests = new Map();
function testView(test) {
  const part = Math.min(1, (Date.now() - test.started) / 4_000);
  const { when } = test.rule;
  const sources = fits(sourceOf(when));
  const from = Date.parse(test.from);
  const to = Date.parse(test.to);
  const firings = [];
  const [first] = sources;
  if (first && part === 1) {
    let start;
    for (let at = from; at < to; at += 600_000) {
      const over = valueAt(first.device, first.channel, at) > (when.limit ?? 1e9);
      if (over && start === undefined) start = at;
      if (!over && start !== undefined) {
        firings.push({
          start: iso(start),
          end: iso(at),
          message: `${first.channel.name}: ${valueAt(first.device, first.channel, start)} ${first.channel.unit}`,
          datastream: first.channel.datastream,
          name: first.channel.name,
          place: first.device.location,
          causes: [],
          judged: firings.length % 3 === 0 ? 'CONFIRMED' : firings.length % 3 === 1 ? 'FALSE' : null,
        });
        start = undefined;
      }
    }
  }
  const confirmed = firings.filter((each) => each.judged === 'CONFIRMED').length;
  const falseAlarms = firings.filter((each) => each.judged === 'FALSE').length;
  const days = (to - from) / 86_400_000;
  return {
    id: test.id,
    state: test.cancelled ? 'CANCELLED' : part < 1 ? 'RUNNING' : 'DONE',
    progress: part,
    from: test.from,
    to: test.to,
    facts: Math.round(part * sources.length * 120_960),
    sensors: sources.length,
    cut: null,
    firings,
    firingsTotal: firings.length,
    alertsPerDay: firings.length / days,
    alertsPerOperatorHour: firings.length / days / 24,
    confirmed,
    falseAlarms,
    precision: confirmed + falseAlarms ? confirmed / (confirmed + falseAlarms) : null,
    problem: null,
  };
}

const templates = [
  ['ODOUR', 'Odour', 'Strong smell that lasts', { quantity: 'ODOUR' }, 'ABOVE', 3, 2.5, 300],
  ['SMOKE', 'Smoke', 'Smoke that lasts longer than a passing lorry', { quantity: 'SMOKE' }, 'ABOVE', 2, 1, 20],
  ['AIR_QUALITY', 'Fine particles', 'Poor by the European index', { quantity: 'PM25' }, 'ABOVE', 50, 40, 900],
  ['WASTE', 'Container full', 'Time to collect', { quantity: 'FILL' }, 'ABOVE', 85, 60, 600],
  ['SOUND', 'Loud', 'Louder than a busy road', { quantity: 'LAEQ' }, 'ABOVE', 75, 70, 120],
].map(([kind, name, why, source, side, limit, clear, forSeconds]) => ({
  kind,
  name,
  why,
  rule: { name, severity: 'MAJOR', when: { is: 'threshold', source, side, limit, clear, forSeconds } },
}));

export function addRules({ on, problem, page, alerts, tell }) {
  const find = (params) => rules.find((each) => each.rule.id === params.id);
  let removed;
  on('GET', '/rules', ({ query }) => {
    const words = (query.get('search') ?? '').toLowerCase();
    const state = query.get('state');
    return {
      body: page(
        rules
          .map(viewOf)
          .filter((each) => `${each.name} ${each.text}`.toLowerCase().includes(words))
          .filter((each) => !query.get('kind') || each.kind === query.get('kind'))
          .filter((each) => !state || (state === 'PROBLEM' ? each.problem : each.enabled === (state === 'ON'))),
      ),
    };
  });
  on('GET', '/rules/templates', () => ({ body: page(templates) }));
  on('GET', '/rules/export', () => ({
    raw: `rules:\n${rules.map((each) => `  - id: ${each.rule.id}\n    name: ${each.rule.name}\n`).join('')}`,
    type: 'application/yaml',
  }));
  on('POST', '/rules/import/preview', ({ body }) =>
    body.includes('rules:')
      ? {
          body: {
            items: [
              { id: 'city-1', name: 'Odour in the harbour', change: 'CHANGED', differences: ['limit 3 → 3.5'] },
              { id: null, name: 'Loud nights', change: 'NEW', differences: [] },
              ...(body.includes('bad')
                ? [
                    {
                      id: null,
                      name: 'Bad one',
                      change: 'REFUSED',
                      differences: [],
                      problem: 'line 9: it needs ‘when’.',
                    },
                  ]
                : []),
            ],
            total: 2,
            refused: body.includes('bad') ? 1 : 0,
          },
        }
      : problem(400, 'Not read', 'Line 1: the file must begin with ‘rules:’.'),
  );
  on('POST', '/rules/import', () => ({ body: { items: [], total: 0, refused: 0 } }));
  on('POST', '/rules/backtest', ({ body }) => {
    const test = { ...body, id: `b${tests.size + 1}`, started: Date.now() };
    tests.set(test.id, test);
    return { status: 202, body: testView(test) };
  });
  on('GET', '/rules/backtests/{id}', ({ params }) => ({ body: testView(tests.get(params.id)) }));
  on('DELETE', '/rules/backtests/{id}', ({ params }) => {
    tests.get(params.id).cancelled = true;
    return { status: 204 };
  });
  on('GET', '/rules/{id}', ({ params }) =>
    find(params) ? { body: viewOf(find(params)) } : problem(404, 'Nothing here', 'There is no such rule.'),
  );
  on('POST', '/rules', ({ body }) => {
    if (body.when?.is === 'threshold' && body.when.clear > body.when.limit)
      return problem(400, 'Not saved', 'It must clear at or below the limit.', 'when.clear');
    const entry = add(body);
    if (entry.rule.enabled) setTimeout(() => fire(entry), 3_000);
    return { status: 201, body: viewOf(entry) };
  });
  on('PUT', '/rules/{id}', ({ params, body }) => {
    const entry = find(params);
    Object.assign(entry.rule, body, { id: entry.rule.id });
    return { body: viewOf(Object.assign(entry, { text: undefined })) };
  });
  on('PATCH', '/rules/{id}', ({ params, body }) => {
    const entry = find(params);
    entry.rule.enabled = body.enabled;
    if (body.enabled) setTimeout(() => fire(entry), 3_000);
    return { body: viewOf(entry) };
  });
  on('DELETE', '/rules/{id}', ({ params }) => {
    [removed] = rules.splice(rules.indexOf(find(params)), 1);
    return { status: 204 };
  });
  on('POST', '/rules/{id}/restore', () => {
    rules.push(removed);
    return { body: viewOf(removed) };
  });

  /* A rule that is switched on finds something at once: that is how a pretend city is. */
  function fire({ rule }) {
    const [hit] = fits(sourceOf(rule.when));
    if (!hit || !rule.enabled) return;
    const bin = devices.find((each) => each.kind === 'WASTE');
    const alert = {
      ...alerts[0],
      id: `s${Date.now()}`,
      state: 'NEW',
      active: true,
      kind: kindOf[rule.when.is],
      severity: rule.severity ?? 'MAJOR',
      ruleId: rule.id,
      ruleName: rule.name,
      camera: null,
      sourceName: hit.channel.name,
      city: {
        agency: 'city',
        ruleName: rule.name,
        datastream: hit.channel.datastream,
        name: hit.channel.name,
        place: hit.device.location,
        causes: [
          {
            text: `${hit.channel.name} is above the limit`,
            datastream: hit.channel.datastream,
            camera: null,
            alert: null,
            at: iso(Date.now() - 4000),
            value: 4.2,
            unit: hit.channel.unit,
          },
        ],
        estimate: {
          centre: {
            latitude: hit.device.location.latitude + 0.0014,
            longitude: hit.device.location.longitude - 0.0026,
          },
          radiusMetres: 90,
          windFrom: 308,
          windMetresPerSecond: 3.4,
          datastreams: bin ? [bin.channels[0].datastream] : [],
          cameras: ['plaza', 'ring'],
          text: 'Probably about 230 m upwind; the container there is 91 % full.',
        },
        advice: rule.advice ?? null,
      },
      place: null,
      location: hit.device.location,
      part: null,
      message: `${hit.channel.name}: 4.2, above the limit`,
      startedAt: iso(Date.now() - 9000),
      raisedAt: iso(Date.now()),
      endedAt: null,
      pictureId: null,
      box: null,
      path: [],
      tracks: [],
      measures: {},
      acknowledgedBy: null,
      incidentId: null,
      repeats: 0,
    };
    alerts.unshift(alert);
    tell({ type: 'alert', change: 'RAISED', alert });
  }
}
