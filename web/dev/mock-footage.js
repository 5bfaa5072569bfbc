/* Pretend recordings: one ten-second clip a camera, over and over, with gaps. See README.md. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const STEP = 10_000;
const out = join(tmpdir(), 'vigilia-mock-footage');
const footage = process.env.FOOTAGE ?? fileURLToPath(new URL('../../../shared/footage', import.meta.url));

function makeClips() {
  mkdirSync(out, { recursive: true });
  if (!existsSync(footage)) return [];
  return readdirSync(footage)
    .filter((name) => /\.(mp4|avi)$/.test(name))
    .map((name) => {
      const file = join(out, `${name}.mp4`);
      if (!existsSync(file)) {
        const how = '-t 10 -an -r 12.5 -vf scale=768:-2 -c:v libx264 -preset veryfast -bf 0 -g 25 -b:v 1200k -f mp4';
        const cut = '-movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 480000';
        const args = `${how} ${cut}`.split(' ');
        execFileSync(process.env.FFMPEG ?? 'ffmpeg', ['-v', 'error', '-y', '-i', join(footage, name), ...args, file]);
      }
      return read(readFileSync(file));
    });
}

/** Offsets of head and fragments; a fragment is a key one where its first sample says so. */
function read(bytes) {
  const clip = { bytes, init: 0, fragments: [] };
  let timescale = 12_800;
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'moov') {
      clip.init = at + size;
      const mdhd = bytes.indexOf('mdhd', at);
      timescale = bytes.readUInt32BE(mdhd + 4 + 12);
    }
    if (type === 'moof') {
      const tfdt = bytes.indexOf('tfdt', at) + 4;
      const start = Number(bytes.readBigUInt64BE(tfdt + 4)) / timescale;
      const trun = bytes.indexOf('trun', at) + 4;
      const flags = bytes.readUInt32BE(trun) & 0xffffff;
      const key = (flags & 4) !== 0 && (bytes.readUInt32BE(trun + 12) & 0x10000) === 0;
      clip.fragments.push({ offset: at, length: size, start, key });
    }
    if (type === 'mdat' && clip.fragments.length > 0) clip.fragments.at(-1).length += size;
    at += size;
  }
  return clip;
}

const mix = (n, salt) => Math.abs(Math.sin(n * 12.9898 + salt * 78.233) * 43_758.5453) % 1;

export function addFootage({ on, problem, cameras }) {
  const clips = makeClips();
  const index = (id) =>
    Math.max(
      0,
      cameras.findIndex((camera) => camera.id === id),
    );
  const clipOf = (id) => clips[index(id) % clips.length];
  const gapAt = (id, number) => mix(Math.floor(number / 7), index(id) + 1) < 0.07;
  const iso = (ms) => new Date(ms).toISOString();
  const span = (query) => [Date.parse(query.get('from')), Date.parse(query.get('to'))];
  const marks = [];
  const holds = [];
  const passes = [];
  const policies = {};

  on('GET', '/footage/timeline', ({ query }) => {
    const [from, to] = span(query);
    const end = Math.min(to, Date.now());
    const body = query
      .get('cameras')
      .split(',')
      .map((camera) => {
        const salt = index(camera) + 1;
        const recorded = [];
        const lost = [];
        const step = Math.max(STEP, Math.ceil((to - from) / 3000 / STEP) * STEP);
        for (let at = Math.floor(from / step) * step; at < end; at += step) {
          const list = gapAt(camera, at / STEP) ? lost : recorded;
          if (list.length && list.at(-1).to === iso(at)) list.at(-1).to = iso(Math.min(end, at + step));
          else list.push({ from: iso(at), to: iso(Math.min(end, at + step)), cause: 'CAMERA_AWAY', detail: '' });
        }
        const motion = [];
        const each = Math.max(10, Number(query.get('resolution') ?? 10)) * 1000;
        for (let at = Math.floor(from / each) * each; at < end; at += each)
          motion.push({ from: iso(at), level: mix(at / each, salt) ** 3 });
        const objects = [];
        const alerts = [];
        for (let at = Math.floor(from / 60_000) * 60_000; at < end; at += 60_000) {
          if (mix(at / 60_000, salt + 5) < 0.3)
            objects.push({ from: iso(at + 8000), to: iso(at + 31_000), objectClass: 'PERSON', count: 2 });
          if (mix(at / 60_000, salt + 9) < 0.25)
            objects.push({ from: iso(at + 20_000), to: iso(at + 27_000), objectClass: 'CAR', count: 1 });
          if (mix(at / 60_000, salt + 3) < 0.03) {
            const severity = ['CRITICAL', 'MAJOR', 'MINOR', 'INFO'][Math.floor(at / 60_000) % 4];
            alerts.push({ id: `a${at}`, at: iso(at + 12_000), severity, title: 'Intrusion: person in the yard' });
          }
        }
        return {
          camera,
          recorded,
          lost,
          deleted: [],
          notWanted: [],
          motion,
          objects,
          alerts,
          bookmarks: marks.filter((mark) => mark.camera === camera),
        };
      });
    return { body };
  });
  const segments = (id, from, to) => {
    const list = [];
    const end = Math.min(to, Math.floor(Date.now() / STEP) * STEP);
    for (let at = Math.floor(from / STEP) * STEP; at < end; at += STEP) {
      if (gapAt(id, at / STEP)) continue;
      list.push({
        number: at / STEP,
        start: iso(at),
        end: iso(at + STEP),
        codecString: index(id) === 4 ? 'hvc1.1.6.L93.B0' : 'avc1.64001f',
        widthPx: 768,
        heightPx: 432,
        bytes: clipOf(id).bytes.length,
        sound: null,
        uncertaintyMs: index(id) === 1 ? 350 : 20,
      });
    }
    return list;
  };
  const contents = (id, startMs, untilMs) => ({
    init: [0, clipOf(id).init],
    startMicros: startMs * 1000,
    baseDecodeMicros: 0,
    fragments: clipOf(id)
      .fragments.filter((each) => startMs + each.start * 1000 + 480 <= untilMs)
      .map(({ offset, length, start, key }) => ({
        offset,
        length,
        startMicros: startMs * 1000 + Math.round(start * 1e6),
        durationMicros: 480_000,
        key,
      })),
  });
  const send = (bytes, headers) => {
    const range = /bytes=(\d+)-(\d*)/.exec(headers.range ?? '');
    if (!range) return { raw: bytes, type: 'video/mp4' };
    const from = Number(range[1]);
    if (from === bytes.length) return { status: 204, raw: bytes.subarray(from), type: 'video/mp4' };
    if (from > bytes.length) return problem(416, 'Nothing there', 'The range begins after the end.');
    const to = range[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
    return {
      status: 206,
      raw: bytes.subarray(from, to + 1),
      type: 'video/mp4',
      headers: { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` },
    };
  };
  const open = (id) => {
    const start = Math.floor(Date.now() / STEP) * STEP;
    return gapAt(id, start / STEP) ? undefined : start;
  };
  on('GET', '/footage/cameras/{id}/segments', ({ params, query }) => ({ body: segments(params.id, ...span(query)) }));
  on('GET', '/footage/cameras/{id}/segments/open/index', ({ params }) => {
    const start = open(params.id);
    return start ? { body: contents(params.id, start, Date.now()) } : problem(404, 'None', 'No segment is open.');
  });
  on('GET', '/footage/cameras/{id}/segments/open', ({ params, headers }) => {
    const start = open(params.id);
    if (!start) return problem(404, 'None', 'No segment is open.');
    const last = contents(params.id, start, Date.now()).fragments.at(-1);
    return send(
      clipOf(params.id).bytes.subarray(0, last ? last.offset + last.length : clipOf(params.id).init),
      headers,
    );
  });
  on('GET', '/footage/cameras/{id}/segments/{n}/index', ({ params }) => ({
    body: contents(params.id, Number(params.n) * STEP, Infinity),
  }));
  on('GET', '/footage/cameras/{id}/segments/{n}', ({ params, headers }) => send(clipOf(params.id).bytes, headers));
  on('GET', '/footage/cameras/{id}/find', ({ query }) => {
    const at = Date.parse(query.get('at'));
    const by = query.get('direction') === 'next' ? 1 : -1;
    return { body: { at: iso(at + by * 47_000), what: query.get('what') } };
  });
  on('GET', '/footage/cameras/{id}/thumbnails', () =>
    problem(404, 'None', 'The pretend server has no small pictures.'),
  );
  on('POST', '/footage/bookmarks', ({ body, me }) => {
    const mark = { ...body, id: `b${marks.length}`, by: me.displayName };
    marks.push(mark);
    return { status: 201, body: mark };
  });
  on('GET', '/footage/newest', ({ query }) => ({
    body: query
      .get('cameras')
      .split(',')
      .map((camera) => ({ camera, at: iso(Date.now() - 1000) })),
  }));
  on('GET', '/footage/passes', () => ({ body: passes }));
  on('POST', '/footage/passes', ({ body }) => {
    const user = `pass-${passes.length}`;
    const pass = {
      user,
      camera: body.camera,
      from: body.from ?? iso(Date.now() - 60_000),
      to: body.to ?? null,
      createdAt: iso(Date.now()),
      expiresAt: iso(Date.now() + (body.validMinutes ?? 240) * 60_000),
      usedAt: null,
      state: 'LIVE',
      url: `/api/v1/played/${user}/cameras/${body.camera}/hls.m3u8`,
    };
    passes.unshift(pass);
    return { status: 201, body: { ...pass, password: 'aaaaaa-bbbbbb-cccccc-dddddd' } };
  });
  on('DELETE', '/footage/passes/{id}', ({ params }) => {
    const pass = passes.find((each) => each.user === params.id);
    if (!pass) return problem(404, 'Not found', 'There is no such pass.');
    pass.state = 'REVOKED';
    return { status: 204 };
  });
  on('GET', '/footage/ledger', ({ query }) => {
    const month = query.get('month');
    const days = [];
    for (let day = new Date(`${month}-01T00:00:00Z`); iso(day).startsWith(month) && day < new Date();) {
      const n = day.getUTCDate();
      days.push(n);
      day = new Date(day.getTime() + 86_400_000);
    }
    const dayOf = (salt) => (n) => {
      const lost = mix(n, salt) < 0.3 ? mix(n, salt + 1) * 6000 : 0;
      return {
        day: `${month}-${String(n).padStart(2, '0')}`,
        recordedSeconds: 86_400 - lost,
        lostSeconds: lost ? { CAMERA_AWAY: lost * 0.8, RESTART: lost * 0.2 } : {},
        deletedSeconds: {},
        notWantedSeconds: 0,
        wantedSeconds: 86_400,
        completeness: ((86_400 - lost) / 86_400) * 100,
        signed: n < new Date().getUTCDate() ? { key: 'k1', signature: 'abc', at: iso(Date.now()), version: 1 } : null,
      };
    };
    return {
      body: {
        keyId: 'k1',
        key: 'MCowBQ',
        cameras: cameras.map((camera, i) => ({
          camera: camera.id,
          cameraName: camera.name,
          month,
          completeness: 99.2 + mix(i, 2) * 0.8,
          days: days.map(dayOf(i + 1)),
        })),
      },
    };
  });
  on('GET', '/footage/status', () => ({
    body: {
      mediaAnsweredAt: iso(Date.now() - 400),
      lagEntries: 0,
      disk: 'OK',
      trouble: '',
      diskOrder: ['what is older than its keep days', 'oldest recordings without alerts', 'oldest recordings'],
      anonymiser: true,
      pools: [
        { name: 'fast', usedBytes: 41e9, freeBytes: 300e9, totalBytes: 500e9, state: 'OK', trouble: '' },
        {
          name: 'archive',
          usedBytes: 812e9,
          freeBytes: null,
          totalBytes: null,
          state: 'AWAY',
          trouble: 'No answer since 12:04.',
        },
      ],
      cameras: cameras.map((camera, i) => ({
        camera: camera.id,
        name: camera.name,
        state: i === 3 ? 'GAP' : 'RECORDING',
        bytesToday: 2e9,
        dropped: 0,
        lagEntries: 0,
        card:
          i === 1
            ? {
                from: iso(Date.now() - 400_000),
                to: iso(Date.now() - 373_000),
                state: 'FETCHED',
                pictures: 405,
                detail: '',
                askedAt: iso(Date.now() - 300_000),
                endedAt: iso(Date.now() - 292_000),
              }
            : null,
      })),
    },
  }));
  on('GET', '/footage/cameras/{id}/policy', ({ params }) => ({
    body: policies[params.id] ?? {
      mode: 'CONTINUOUS',
      schedule: [],
      preRollSeconds: 10,
      postRollSeconds: 10,
      sound: false,
      keepDays: 30,
      keepAlertDays: 90,
      anonymiseAfterDays: null,
      purpose: 'public safety',
      cardUrl: null,
    },
  }));
  on('PUT', '/footage/cameras/{id}/policy', ({ params, body }) => {
    policies[params.id] = body;
    return { body };
  });
  on('GET', '/footage/holds', () => ({ body: holds }));
  on('POST', '/footage/holds', ({ body, me }) => {
    const hold = { ...body, id: `h${holds.length}`, by: me.displayName, at: iso(Date.now()) };
    holds.push(hold);
    return { status: 201, body: hold };
  });
  on('DELETE', '/footage/holds/{id}', ({ params, query, me }) => {
    const hold = holds.find((each) => each.id === params.id);
    Object.assign(hold, { endedAt: iso(Date.now()), endedBy: me.displayName, endedReason: query.get('reason') });
    return { status: 204 };
  });
}
