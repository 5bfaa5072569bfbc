/* The pretend server for development; see README.md. Never part of the product. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { alertOf, alerts, cameras, centre, health, incidents, people, scenes, townMap } from './mock-city.js';
import { play } from './mock-live.js';
import { addFootage } from './mock-footage.js';
import { addRules } from './mock-rules.js';
import { addSensing } from './mock-sensing.js';

const port = Number(process.env.MOCK_PORT ?? 8090);
const map = JSON.stringify(townMap());
const sessions = new Map();
const newsSockets = new Set();
const routes = [];
const on = (method, path, answer) =>
  routes.push({ method, pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`), answer });
const problem = (status, title, detail, field) => ({
  status,
  body: { title, detail, status, field },
  type: 'application/problem+json',
});
const page = (items) => ({ items, total: items.length });
const now = () => new Date().toISOString();

function tell(item) {
  for (const socket of newsSockets) socket.send(JSON.stringify({ ...item, sentAt: now() }));
}
/* As org.vigilia.server.identity.Role. */
const OPERATOR = [
  'OWN_SESSION',
  'USE_SYSTEM',
  'SEE_CAMERAS',
  'WATCH_CAMERAS',
  'SEE_SCENES',
  'SEE_ALERTS',
  'WORK_ALERTS',
];
OPERATOR.push('PLAY_FOOTAGE', 'SEE_EVIDENCE', 'WORK_EVIDENCE', 'SHARE_EVIDENCE', 'MANAGE_FOOTAGE');
OPERATOR.push('SEE_INCIDENTS', 'WORK_INCIDENTS', 'SEE_PEOPLE', 'SEE_HEALTH', 'SEE_SENSORS');
const SUPERVISOR = [...OPERATOR, 'EDIT_SCENES', 'SEE_PRECISION', 'ASSIGN_INCIDENTS'];
const ADMINISTRATOR = [
  ...SUPERVISOR,
  'EDIT_SENSORS',
  'WRITE_OBSERVATIONS',
  'EDIT_CAMERAS',
  'EDIT_MACHINES',
  'EDIT_PEOPLE',
  'EDIT_AGENCIES',
  'READ_AUDIT',
  'SEE_METRICS',
];
const rightsOf = (role) => ({ OPERATOR, SUPERVISOR, ADMINISTRATOR })[role];

const sessionOf = (person) => ({
  person: {
    id: person.id,
    name: person.name,
    displayName: person.displayName,
    role: person.role,
    agency: person.agency,
  },
  mustChangePassword: !!person.mustChangePassword,
  rights: rightsOf(person.role),
});
const publicCamera = (camera) => ({ ...camera, clip: undefined, codec: undefined, connection: undefined });
const publicIncident = (incident) => ({
  ...incident,
  alerts: alerts.filter((alert) => incident.alertIds.includes(alert.id)),
  nearestCameras: cameras
    .slice(0, 4)
    .map((camera, i) => ({ id: camera.id, name: camera.name, distanceM: 40 + i * 130 })),
});

on('POST', '/session', ({ body }) => {
  const person = people.find((each) => each.name === body.name);
  if (!person || body.password !== (person.password ?? 'vigilia'))
    return problem(401, 'Not signed in', 'User name or password is wrong.');
  const id = Math.random().toString(36).slice(2);
  sessions.set(id, person);
  return { body: sessionOf(person), cookies: [`SESSION=${id}; Path=/; HttpOnly; SameSite=Strict`] };
});
on('GET', '/session', ({ me }) => (me ? { body: sessionOf(me) } : problem(401, 'Not signed in', 'Sign in first.')));
on('DELETE', '/session', ({ sessionId }) => {
  sessions.delete(sessionId);
  return { status: 204 };
});
on('POST', '/session/password', ({ me, body }) => {
  if (body.current !== (me.password ?? 'vigilia'))
    return problem(400, 'Password not changed', 'The current password is wrong.', 'current');
  me.password = body.next;
  me.mustChangePassword = false;
  return { status: 204 };
});
on('GET', '/health', ({ me }) => ({ body: me ? health() : { status: health().status, at: now() } }));
on('GET', '/map', () => ({
  body: { kind: 'GEOJSON', url: '/map/town.geojson', attribution: 'Invented town', centre, zoom: 14.2 },
}));
on('GET', '/cameras', () => ({ body: page(cameras.map(publicCamera)) }));
on('GET', '/cameras/{id}', ({ params }) => ({ body: publicCamera(cameras.find((camera) => camera.id === params.id)) }));
on('POST', '/cameras', ({ body }) => {
  const camera = {
    ...cameras[0],
    ...body,
    id: `c${Date.now()}`,
    health: { connection: null, picture: null },
    rates: null,
  };
  cameras.push(camera);
  scenes[camera.id] = { camera: camera.id, calibration: null, zones: [], lines: [], lanes: [], rules: [] };
  tell({ type: 'camera', camera: publicCamera(camera) });
  return { status: 201, body: publicCamera(camera) };
});
on('PUT', '/cameras/{id}', ({ params, body }) => {
  const camera = cameras.find((each) => each.id === params.id);
  Object.assign(camera, body);
  return { body: publicCamera(camera) };
});
let removed;
on('DELETE', '/cameras/{id}', ({ params }) => {
  [removed] = cameras.splice(
    cameras.findIndex((camera) => camera.id === params.id),
    1,
  );
  return { status: 204 };
});
on('POST', '/cameras/{id}/restore', () => {
  if (removed) cameras.push(removed);
  return { status: 204 };
});
/* Not a JPEG, but a picture that every browser shows. */
const dot = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
on('POST', '/cameras/test', ({ body }) =>
  body.mainUrl?.includes('bad')
    ? {
        body: {
          ok: false,
          detail: 'No answer from this address within 5 s. Check the address and that the camera has power.',
        },
      }
    : {
        body: {
          ok: true,
          detail: 'H.264, 768×432, 12.5 fps',
          codec: 'H264',
          widthPx: 768,
          heightPx: 432,
          fps: 12.5,
          pictureJpegBase64: dot,
        },
      },
);
const scene = ({ params }) => ({ body: scenes[params.id], headers: { ETag: '"1"' } });
on('GET', '/cameras/{id}/scene', scene);
on('PUT', '/cameras/{id}/scene', ({ params, body }) => {
  scenes[params.id] = body;
  const [rule] = body.rules.filter((each) => each.enabled);
  const camera = cameras.find((each) => each.id === params.id);
  // What is looked for is found at once: that is how a pretend city is.
  if (rule) {
    const item = alertOf(camera, rule.kind, rule.severity, `${rule.name}: seen in ${rule.part}`, 0, {
      part: rule.part,
    });
    alerts.unshift(item);
    tell({ type: 'alert', change: 'RAISED', alert: item });
  }
  return scene({ params });
});
on('GET', '/cameras/{id}/picture', ({ params }) => svgPicture(params.id));
on('GET', '/pictures/{id}', ({ params }) => svgPicture(params.id));
on('GET', '/alerts', ({ query }) => {
  const states = query.get('state')?.split(',');
  const search = query.get('search')?.toLowerCase();
  const severities = query.get('severity')?.split(',');
  const found = alerts
    .filter((alert) => !states || states.includes(alert.state))
    .filter((alert) => !severities || severities.includes(alert.severity))
    .filter((alert) => !query.get('cameraId') || alert.camera?.id === query.get('cameraId'))
    .filter(
      (alert) => !search || `${alert.message} ${alert.camera?.name ?? alert.sourceName}`.toLowerCase().includes(search),
    )
    .sort((a, b) => b.raisedAt.localeCompare(a.raisedAt));
  return { body: page(found.slice(0, Number(query.get('limit') ?? 100))) };
});
on('GET', '/alerts/summary', () => {
  const fresh = alerts.filter((alert) => alert.state === 'NEW');
  const bySeverity = {};
  for (const alert of fresh) bySeverity[alert.severity] = (bySeverity[alert.severity] ?? 0) + 1;
  return { body: { new: fresh.length, bySeverity, ratePerOperatorHour: 4.5, targetPerOperatorHour: 6, flood: false } };
});
on('GET', '/alerts/precision', () => ({
  body: page([
    {
      ruleId: 'r1',
      ruleName: 'Loitering on the lawn',
      kind: 'LOITERING',
      camera: { id: 'plaza', name: cameras[0].name },
      raised: 14,
      confirmed: 9,
      dismissed: 3,
      falseAlarms: 2,
      precision: 0.82,
    },
    {
      ruleId: 'r2',
      ruleName: 'Wrong way, towards city',
      kind: 'WRONG_WAY',
      camera: { id: 'ring', name: cameras[2].name },
      raised: 1,
      confirmed: 0,
      dismissed: 0,
      falseAlarms: 0,
      precision: null,
    },
  ]),
}));
const alert = (id) => alerts.find((each) => each.id === id);
on('GET', '/alerts/{id}', ({ params }) =>
  alert(params.id) ? { body: alert(params.id) } : problem(404, 'No such alert', ''),
);
const changeAlert = (change, state) =>
  function answer({ params, body, me }) {
    const item = alert(params.id);
    item.state = state;
    item.acknowledgedBy = state === 'ACKNOWLEDGED' ? { id: me.id, name: me.displayName } : null;
    item.acknowledgedAt = state === 'ACKNOWLEDGED' ? now() : null;
    item.dismissedReason = body?.reason ?? null;
    tell({ type: 'alert', change, alert: item });
    return { body: item };
  };
on('POST', '/alerts/{id}/acknowledge', changeAlert('ACKNOWLEDGED', 'ACKNOWLEDGED'));
on('POST', '/alerts/{id}/dismiss', changeAlert('DISMISSED', 'DISMISSED'));
on('POST', '/alerts/{id}/undo', changeAlert('UNDONE', 'NEW'));
on('GET', '/incidents/suggestions', () => ({
  body: { incidents: incidents.map(publicIncident), alerts: alerts.slice(0, 2) },
}));
on('GET', '/incidents', () => ({ body: page(incidents.map(publicIncident)) }));
on('POST', '/incidents', ({ body, me }) => {
  const by = { id: me.id, name: me.displayName };
  const first = alert(body.alertIds[0]);
  const incident = {
    ...incidents[0],
    id: `i${incidents.length + 1}`,
    number: `2026-00${12 + incidents.length}`,
    title: body.title ?? first.message,
    priority: body.priority,
    alertIds: body.alertIds,
    openedAt: now(),
    openedBy: by,
    timeline: [{ at: now(), by, kind: 'OPENED', text: `Opened from ${body.alertIds.length} alert(s)` }],
  };
  incidents.unshift(incident);
  for (const id of body.alertIds) Object.assign(alert(id), { state: 'IN_INCIDENT', incidentId: incident.id });
  tell({ type: 'incident', incident: publicIncident(incident) });
  return { status: 201, body: publicIncident(incident) };
});
const changeIncident = (change) =>
  function answer({ params, body, me }) {
    const incident = incidents.find((each) => each.id === params.id);
    const text = change(incident, body, params);
    if (text)
      incident.timeline.push({ at: now(), by: { id: me.id, name: me.displayName }, kind: text[0], text: text[1] });
    tell({ type: 'incident', incident: publicIncident(incident) });
    return { body: publicIncident(incident) };
  };
on('GET', '/incidents/{id}', ({ params }) => ({
  body: publicIncident(incidents.find((each) => each.id === params.id)),
}));
on(
  'PATCH',
  '/incidents/{id}',
  changeIncident((incident, { assigneeId, ...body }) => {
    if (assigneeId !== undefined) {
      const person = people.find((each) => each.id === assigneeId);
      incident.assignee = person ? { id: person.id, name: person.displayName } : null;
    }
    Object.assign(incident, body);
    return [assigneeId === undefined ? 'PRIORITY' : 'ASSIGNEE', ''];
  }),
);
on(
  'POST',
  '/incidents/{id}/notes',
  changeIncident((_incident, body) => ['NOTE', body.text]),
);
on(
  'POST',
  '/incidents/{id}/alerts',
  changeIncident((incident, body) => (incident.alertIds.push(...body.alertIds), ['ALERT_ADDED', 'Alert added'])),
);
on(
  'DELETE',
  '/incidents/{id}/alerts/{alertId}',
  changeIncident((incident, _body, params) => {
    incident.alertIds = incident.alertIds.filter((id) => id !== params.alertId);
    return ['ALERT_REMOVED', 'Alert removed'];
  }),
);
on(
  'POST',
  '/incidents/{id}/close',
  changeIncident(
    (incident, body) => (
      Object.assign(incident, { state: 'CLOSED', outcome: body.outcome, closedAt: now() }),
      ['CLOSED', `Closed: ${body.outcome}`]
    ),
  ),
);
on(
  'POST',
  '/incidents/{id}/reopen',
  changeIncident(
    (incident) => (
      Object.assign(incident, { state: 'OPEN', outcome: null, closedAt: null }),
      ['REOPENED', 'Opened again']
    ),
  ),
);
on('GET', '/people', () => ({ body: page(people.map((person) => ({ ...person, password: undefined }))) }));
on('POST', '/people', ({ body }) => {
  const person = { ...people[1], ...body, id: `p${Date.now()}`, password: 'vigilia', active: true };
  people.push(person);
  return { status: 201, body: { ...person, password: undefined, oneTimePassword: 'vigilia' } };
});
const tokens = [];
const grantable = ['SEE_CAMERAS', 'SEE_ALERTS', 'SEE_SENSORS', 'EDIT_SENSORS', 'WRITE_OBSERVATIONS'];
on('GET', '/tokens', () => ({ body: { ...page(tokens), grantable } }));
on('POST', '/tokens', ({ me, body }) => {
  const id = Math.random().toString(36).slice(2, 10).padEnd(16, '0');
  const token = {
    id: `t-${id}`,
    name: body.name,
    agency: me.agency,
    rights: body.rights,
    state: 'IN_FORCE',
    times: { createdAt: now(), expiresAt: body.expiresAt, lastUsedAt: null, revokedAt: null },
    createdBy: me.displayName,
  };
  tokens.unshift(token);
  return { status: 201, body: { ...token, token: `vgl_${id}_pretend` } };
});
on('DELETE', '/tokens/{id}', ({ params }) => {
  tokens.find((each) => each.id === params.id).state = 'REVOKED';
  return { status: 204 };
});
on('GET', '/agencies', () => ({ body: page([people[0].agency]) }));
on('GET', '/places', () => ({
  body: page(cameras.map((camera) => ({ ...camera.place, agencyId: 'city', location: camera.location }))),
}));
on('GET', '/audit', () => ({
  body: page([
    {
      seq: 1,
      at: now(),
      personId: 'p1',
      personName: 'Ana Reyes',
      address: '192.0.2.4',
      action: 'camera.watched',
      thing: { kind: 'camera', id: cameras[0].id, name: cameras[0].name },
      outcome: 'DONE',
      detail: '12 s',
    },
  ]),
}));
const setting = (name, unit, usual, min, max, meaning) => ({ name, unit, usual, min, max, meaning });
on('GET', '/rule-kinds', () => ({
  body: [
    {
      kind: 'WRONG_WAY',
      appliesTo: 'LANE',
      usualSeverity: 'CRITICAL',
      settings: [
        setting('minSeconds', 's', 0.6, 0, 60, 'How long it must drive the wrong way'),
        setting('minTravel', 'of lane length', 0.08, 0, 1, 'How far it must drive the wrong way'),
      ],
    },
    {
      kind: 'INTRUSION',
      appliesTo: 'ZONE',
      usualSeverity: 'MAJOR',
      settings: [setting('minSeconds', 's', 1, 0, 3600, 'How long it must be inside')],
    },
    {
      kind: 'LOITERING',
      appliesTo: 'ZONE',
      usualSeverity: 'MINOR',
      settings: [setting('dwellSeconds', 's', 60, 1, 86400, 'How long somebody may stay')],
    },
    {
      kind: 'STOPPED_VEHICLE',
      appliesTo: 'ZONE',
      usualSeverity: 'MAJOR',
      settings: [setting('stillSeconds', 's', 20, 1, 86400, 'How long it must stand')],
    },
    {
      kind: 'CROWD_DENSITY',
      appliesTo: 'ZONE',
      usualSeverity: 'MAJOR',
      settings: [setting('density', 'persons/m²', 1.08, 0.05, 10, 'Alert from this density')],
    },
    {
      kind: 'CROWD_FORMATION',
      appliesTo: 'ZONE',
      usualSeverity: 'CRITICAL',
      settings: [setting('growthPersons', 'persons', 8, 2, 10000, 'Alert when the zone gains so many persons')],
    },
    {
      kind: 'CAMERA_TROUBLE',
      appliesTo: 'CAMERA',
      usualSeverity: 'MAJOR',
      settings: [setting('minSeconds', 's', 10, 1, 3600, 'How long the trouble must last')],
    },
  ],
}));

addSensing({ on, problem });
addFootage({ on, problem, cameras });
addRules({ on, problem, page, alerts, tell });

function svgPicture(id) {
  const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 768 432"><rect width="768" height="432" fill="#39424c"/><path d="M0 300L768 230V432H0z" fill="#4d5762"/><rect x="322" y="164" width="92" height="130" fill="#7d8791"/><text x="20" y="40" fill="#cdd5dd" font-family="sans-serif" font-size="22">${id} (pretend picture)</text></svg>`;
  return { raw: body, type: 'image/svg+xml' };
}

/* Faults on demand. */
const mocks = {
  'news-away': () => newsSockets.forEach((socket) => socket.terminate()),
  expire: () => sessions.clear(),
  alert: () => {
    const camera = cameras[Math.floor(Math.random() * 4)];
    const item = alertOf(camera, 'INTRUSION', 'MAJOR', 'Intrusion: person in the yard', 0);
    alerts.unshift(item);
    tell({ type: 'alert', change: 'RAISED', alert: item });
  },
};

async function answer(request, response) {
  const url = new URL(request.url, 'http://mock');
  if (url.pathname === '/map/town.geojson') return response.setHeader('Content-Type', 'application/geo+json').end(map);
  const mock = /^\/mock\/([\w-]+)(?:\/(\w+)\/(\w+))?$/.exec(url.pathname);
  if (mock) {
    if (mock[1] === 'camera') {
      const camera = cameras.find((each) => each.id === mock[2]);
      camera.connection = mock[3];
      camera.health.connection = {
        condition: mock[3],
        since: now(),
        detail: mock[3] === 'GOOD' ? 'Pictures come' : 'The camera does not answer',
      };
      tell({ type: 'camera', camera: publicCamera(camera) });
    } else mocks[mock[1]]?.();
    return response.end();
  }
  let text = '';
  for await (const chunk of request) text += chunk;
  const path = url.pathname.replace(/^\/api\/v1/, '');
  const sessionId = /SESSION=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  const me = sessions.get(sessionId);
  const route = routes.find((each) => each.method === request.method && each.pattern.test(path));
  const open = path === '/session' || path === '/health';
  let result;
  if (!route) result = problem(404, 'Nothing here', `The pretend server does not know ${request.method} ${path}`);
  else if (!me && !open) result = problem(401, 'Not signed in', 'Sign in first.');
  else if (request.method !== 'GET' && request.headers['x-xsrf-token'] !== 'mock')
    result = problem(403, 'Refused', 'The CSRF header is missing.');
  else {
    const json = text && request.headers['content-type']?.includes('json');
    result = route.answer({
      params: route.pattern.exec(path).groups ?? {},
      query: url.searchParams,
      body: json ? JSON.parse(text) : text,
      me,
      sessionId,
      headers: request.headers,
    });
  }
  response.statusCode = result.status ?? 200;
  response.setHeader('Set-Cookie', ['XSRF-TOKEN=mock; Path=/; SameSite=Strict', ...(result.cookies ?? [])]);
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  response.setHeader('Content-Type', result.type ?? 'application/json');
  response.end(result.raw ?? (result.body === undefined ? undefined : JSON.stringify(result.body)));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.statusCode = 500;
    response.end(JSON.stringify({ title: 'Fault of the pretend server', detail: String(error) }));
  });
});

const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  const sessionId = /SESSION=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  if (!sessions.has(sessionId)) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
  const url = new URL(request.url, 'http://mock');
  const live = /\/live\/([\w-]+)$/.exec(url.pathname);
  sockets.handleUpgrade(request, socket, head, (ws) => {
    if (live) {
      const camera = cameras.find((each) => each.id === live[1]);
      play(
        ws,
        () => ({ connection: camera.connection ?? 'GOOD', clip: camera.clip, codec: camera.codec }),
        url.searchParams.get('stream') ?? 'main',
      );
      return;
    }
    newsSockets.add(ws);
    ws.watched = [];
    ws.on('message', (data) => {
      ws.watched = JSON.parse(data).cameras;
      ws.send(JSON.stringify({ type: 'watching', cameras: ws.watched, refused: [], sentAt: now() }));
    });
    ws.send(JSON.stringify({ type: 'hello', sentAt: now() }));
    ws.on('close', () => newsSockets.delete(ws));
  });
});

/* Boxes that wander over the picture of watched cameras. */
setInterval(() => {
  for (const socket of newsSockets) {
    for (const camera of socket.watched) {
      const phase = (Date.now() / 9000) % 1;
      const path = Array.from({ length: 12 }, (_each, i) => [
        Math.max(0, phase - (11 - i) * 0.015),
        0.72 + 0.05 * Math.sin(phase * 9 - (11 - i) * 0.1),
      ]);
      const [x, y] = path.at(-1);
      const tracks = [
        {
          track: `${camera}-1`,
          objectClass: 'PERSON',
          box: { left: x - 0.03, top: y - 0.24, width: 0.06, height: 0.24 },
          path,
          confidence: 0.83,
          alert: camera === 'plaza',
        },
        {
          track: `${camera}-2`,
          objectClass: 'CAR',
          box: { left: 0.7, top: 0.55, width: 0.14, height: 0.13 },
          path: [],
          confidence: 0.71,
        },
      ];
      socket.send(JSON.stringify({ type: 'tracks', camera, at: now(), tracks, counts: { PERSON: 1, CAR: 1 } }));
    }
  }
}, 250);

server.listen(port, '127.0.0.1', () => console.log(`pretend server on http://127.0.0.1:${port}`));
