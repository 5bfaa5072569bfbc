/* The invented town of the pretend server: streets, cameras, scenes, alerts, incidents, people. */
const CENTRE = { latitude: 52.1, longitude: 4.3 };
const M_LAT = 1 / 111_320;
const M_LON = M_LAT / Math.cos((CENTRE.latitude * Math.PI) / 180);

/** Metres east and north of the centre to [longitude, latitude]. */
const place = (east, north) => [CENTRE.longitude + east * M_LON, CENTRE.latitude + north * M_LAT];
const point = (east, north) => ({
  latitude: CENTRE.latitude + north * M_LAT,
  longitude: CENTRE.longitude + east * M_LON,
});
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
let seed = 7;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;

export const centre = CENTRE;

export function townMap() {
  const features = [];
  const add = (kind, geometry, name) =>
    features.push({ type: 'Feature', properties: { kind, ...(name && { name, label: name }) }, geometry });
  const line = (kind, name, ...points) =>
    add(kind, { type: 'LineString', coordinates: points.map(([e, n]) => place(e, n)) }, name);
  const area = (kind, name, ...points) =>
    add(kind, { type: 'Polygon', coordinates: [[...points, points[0]].map(([e, n]) => place(e, n))] }, name);
  area(
    'water',
    'Old Canal',
    [-1400, -420],
    [-600, -380],
    [0, -460],
    [700, -400],
    [1400, -440],
    [1400, -520],
    [700, -470],
    [0, -530],
    [-600, -450],
    [-1400, -500],
  );
  area('park', 'Lime Park', [300, 140], [620, 140], [620, 420], [300, 420]);
  area('park', 'Station Green', [-760, 330], [-560, 330], [-560, 420], [-760, 420]);
  line('rail', 'Railway', [-1400, 520], [-500, 480], [300, 540], [1400, 620]);
  for (let n = -800; n <= 800; n += 160)
    line(
      'road',
      `${['First', 'Mill', 'Bridge', 'Church', 'Market', 'King', 'Queen', 'North', 'Rail', 'Hill', 'Upper'][(n + 800) / 160]} Street`,
      [-1200, n],
      [1200, n + 40],
    );
  for (let e = -1120; e <= 1120; e += 160) line('road', '', [e, -840], [e + 30, 860]);
  line('motorway', 'Ring Road', [-1400, -700], [-400, -640], [500, -690], [1400, -620]);
  for (let e = -1120; e < 1120; e += 160) {
    for (let n = -640; n < 800; n += 160) {
      const inPark = (e >= 240 && e < 620 && n >= 120 && n < 420) || (n <= -320 && n > -600);
      if (inPark) continue;
      for (let i = 0; i < 5; i++) {
        const x = e + 24 + (i % 3) * 42;
        const y = n + 30 + Math.floor(i / 3) * 58;
        const w = 18 + random() * 18;
        const h = 20 + random() * 26;
        area('building', '', [x, y], [x + w, y], [x + w, y + h], [x, y + h]);
      }
    }
  }
  for (const [name, e, n] of [
    ['Market Square', -40, 60],
    ['Central Station', -640, 440],
    ['Harbour', 760, -420],
    ['Lime Park', 460, 280],
  ]) {
    add('place', { type: 'Point', coordinates: place(e, n) }, name);
  }
  return { type: 'FeatureCollection', features };
}

const agency = { id: 'city', name: 'City' };
const good = (since = 5400) => ({ condition: 'GOOD', since: ago(since), detail: 'Pictures come' });
const cameraOf = (id, name, clip, spot, headingDegrees, more = {}) => ({
  id,
  name,
  agency,
  place: { id: `place-${id}`, name: name.split(' – ')[0] },
  location: point(...spot),
  headingDegrees,
  fieldOfViewDegrees: 62,
  rangeM: 110,
  streams: {
    mainUrl: `rtsp://10.0.4.${10 + id.length}/main`,
    subUrl: `rtsp://10.0.4.${10 + id.length}/sub`,
    userName: 'viewer',
    hasPassword: true,
  },
  analysis: { enabled: true, fps: 5, model: null },
  health: { connection: good(), picture: good() },
  rates: { askedFps: 5, achievedFps: 4.9, droppedFrames: 0, delayMs: 140, widthPx: 768, heightPx: 432, codec: 'H264' },
  clip,
  ...more,
});

export const cameras = [
  cameraOf('plaza', 'Market Square – north', 'pedestrians-plaza', [-40, 90], 190),
  cameraOf('street', 'Mill Street – school', 'street-one-way', [-420, -150], 80, {
    rates: { askedFps: 5, achievedFps: 5, droppedFrames: 0, delayMs: 95, widthPx: 640, heightPx: 352, codec: 'H264' },
  }),
  cameraOf('ring', 'Ring Road – km 4.2', 'dual-carriageway', [180, -660], 285),
  cameraOf('parking', 'Station – car park', 'cars-overhead', [-690, 370], 130, {
    rates: {
      askedFps: 5,
      achievedFps: 3.1,
      droppedFrames: 214,
      delayMs: 480,
      widthPx: 768,
      heightPx: 432,
      codec: 'H264',
    },
  }),
  cameraOf('hall', 'Town Hall – entrance', 'person-indoors', [60, 30], 20, { codec: 'H265' }),
  cameraOf('harbour', 'Harbour – quay 2', 'street-one-way', [790, -380], 235, {
    connection: 'OFFLINE',
    health: {
      connection: {
        condition: 'OFFLINE',
        since: ago(760),
        detail: '10.0.4.17 does not answer (connection timed out). Check its power and network.',
      },
      picture: null,
    },
    rates: null,
  }),
];

export const scenes = Object.fromEntries(
  cameras.map((camera) => [
    camera.id,
    { camera: camera.id, calibration: null, zones: [], lines: [], lanes: [], rules: [] },
  ]),
);
scenes.plaza.zones = [
  {
    name: 'lawn',
    area: [
      [0.02, 0.6],
      [0.3, 0.5],
      [0.45, 0.95],
      [0.05, 0.98],
    ],
  },
];
scenes.plaza.lines = [{ name: 'to the shops', from: [0.1, 0.35], to: [0.9, 0.4] }];
scenes.plaza.rules = [
  {
    id: 'r1',
    kind: 'LOITERING',
    name: 'Loitering on the lawn',
    part: 'lawn',
    severity: 'MINOR',
    enabled: true,
    classes: ['PERSON'],
    settings: { dwellSeconds: 20 },
  },
];
scenes.ring.lanes = [
  {
    name: 'towards city',
    area: [
      [0.52, 0.3],
      [0.62, 0.3],
      [0.98, 0.98],
      [0.5, 0.98],
    ],
    entry: [0.57, 0.32],
    exit: [0.75, 0.95],
  },
];
scenes.ring.rules = [
  {
    id: 'r2',
    kind: 'WRONG_WAY',
    name: 'Wrong way, towards city',
    part: 'towards city',
    severity: 'CRITICAL',
    enabled: true,
    classes: ['CAR', 'TRUCK', 'BUS', 'MOTORCYCLE'],
    settings: {},
  },
];

const box = { left: 0.42, top: 0.38, width: 0.12, height: 0.3 };
let alertNumber = 0;
export function alertOf(camera, kind, severity, message, secondsAgo, more = {}) {
  alertNumber++;
  return {
    id: `a${alertNumber}`,
    state: 'NEW',
    active: secondsAgo < 120,
    kind,
    severity,
    ruleId: `r-${kind}`,
    ruleName: message.split(':')[0],
    camera: { id: camera.id, name: camera.name },
    sourceName: camera.name,
    city: null,
    place: camera.place,
    location: camera.location,
    part: 'lawn',
    message,
    startedAt: ago(secondsAgo + 8),
    raisedAt: ago(secondsAgo),
    endedAt: secondsAgo < 120 ? null : ago(secondsAgo - 40),
    pictureId: `p-${camera.id}`,
    box,
    path: [
      [0.2, 0.9],
      [0.27, 0.84],
      [0.33, 0.8],
      [0.4, 0.74],
      [0.47, 0.68],
    ],
    tracks: ['t1'],
    measures: { dwellSeconds: 64 },
    acknowledgedBy: null,
    acknowledgedAt: null,
    dismissedReason: null,
    incidentId: null,
    repeats: 0,
    ...more,
  };
}

const by = Object.fromEntries(cameras.map((camera) => [camera.id, camera]));
export const alerts = [
  alertOf(by.ring, 'WRONG_WAY', 'CRITICAL', 'Wrong way: car drives against the lane “towards city” for 3 s', 40),
  alertOf(by.plaza, 'CROWD_FORMATION', 'CRITICAL', 'Crowd forming: 9 → 21 persons in 30 s on the plaza', 260, {
    state: 'ACKNOWLEDGED',
    acknowledgedBy: { id: 'p1', name: 'Ana Reyes' },
    acknowledgedAt: ago(200),
  }),
  alertOf(by.plaza, 'LOITERING', 'MINOR', 'Loitering: person stays 64 s on the lawn', 95),
  alertOf(by.parking, 'STOPPED_VEHICLE', 'MAJOR', 'Stopped vehicle: car stands 45 s in the exit', 420),
  alertOf(by.harbour, 'CAMERA_TROUBLE', 'MAJOR', 'Camera trouble: Harbour – quay 2 is offline', 750, {
    pictureId: null,
    box: null,
    path: [],
    tracks: [],
    part: null,
    active: true,
  }),
  alertOf(by.street, 'INTRUSION', 'MINOR', 'Intrusion: person in the school yard', 1900, {
    state: 'DISMISSED',
    dismissedReason: 'KNOWN_WORK',
  }),
  alertOf(by.hall, 'LOITERING', 'INFO', 'Loitering: person stays 70 s at the door', 3600),
];

export const incidents = [
  {
    id: 'i1',
    number: '2026-0012',
    title: 'Crowd at Market Square',
    state: 'OPEN',
    priority: 'P2',
    assignee: { id: 'p1', name: 'Ana Reyes' },
    place: by.plaza.place,
    location: by.plaza.location,
    openedAt: ago(190),
    openedBy: { id: 'p1', name: 'Ana Reyes' },
    closedAt: null,
    outcome: null,
    alertIds: ['a2'],
    timeline: [
      { at: ago(190), by: { id: 'p1', name: 'Ana Reyes' }, kind: 'OPENED', text: 'Opened from 1 alert' },
      { at: ago(120), by: { id: 'p1', name: 'Ana Reyes' }, kind: 'NOTE', text: 'Patrol 4 told by radio.' },
    ],
  },
];

export const people = [
  { id: 'p0', name: 'admin', displayName: 'Noor Haddad', role: 'ADMINISTRATOR', agency, active: true },
  { id: 'p1', name: 'operator', displayName: 'Ana Reyes', role: 'OPERATOR', agency, active: true },
  { id: 'p2', name: 'supervisor', displayName: 'Tom Baker', role: 'SUPERVISOR', agency, active: true },
  {
    id: 'p3',
    name: 'new',
    displayName: 'New Person',
    role: 'ADMINISTRATOR',
    agency,
    active: true,
    mustChangePassword: true,
  },
];

export function health() {
  const processOf = (name, more = {}) => ({
    name,
    status: 'UP',
    since: ago(5400),
    restarts: 0,
    pid: 4000 + name.length,
    rssBytes: 180e6 + name.length * 2e7,
    cpuPercent: 3.4,
    detail: null,
    ...more,
  });
  return {
    status: 'DEGRADED',
    at: new Date().toISOString(),
    processes: [
      processOf('server', { rssBytes: 512e6, cpuPercent: 6.1 }),
      processOf('media', { cpuPercent: 2.2 }),
      processOf('vision-0', {
        restarts: 1,
        since: ago(610),
        cpuPercent: 88.2,
        rssBytes: 740e6,
        status: 'DEGRADED',
        detail: 'Station – car park is analysed at 3.1 of 5 fps: the processor is busy',
      }),
      processOf('stream', { rssBytes: 410e6 }),
      processOf('database', { rssBytes: 220e6 }),
      processOf('simulator', {
        status: 'DOWN',
        since: ago(14),
        restarts: 3,
        pid: null,
        rssBytes: null,
        cpuPercent: null,
        detail: 'Ended with code 1; started again in 8 s',
      }),
    ],
    cameras: cameras.map((camera) => ({
      id: camera.id,
      name: camera.name,
      connection: camera.health.connection,
      picture: camera.health.picture,
      rates: camera.rates,
    })),
    queues: [
      { name: 'facts to stream', depth: 12, limit: 10000, dropped: 0 },
      { name: 'frames to vision-0', depth: 29, limit: 32, dropped: 214 },
      { name: 'news to browsers', depth: 0, limit: 1000, dropped: 0 },
    ],
    disk: { freeBytes: 71.3e9, totalBytes: 250e9 },
    version: '0.2.0-mock',
  };
}
