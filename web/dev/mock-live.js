/* Replays clips as messages of the relay protocol (contract RelayFrame), as the server does for a live camera. */
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FPS = 12.5;
const clips = new Map();

/** Splits an Annex B file into access units: `{ nals, key }`, and finds its parameter sets. */
function load(name, choice) {
  const path = join(tmpdir(), 'vigilia-mock-clips', `${name}.${choice}.h264`);
  if (clips.has(path)) return clips.get(path);
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const starts = [];
  for (let i = 0; i + 3 < bytes.length; i++) {
    if (bytes[i] === 0 && bytes[i + 1] === 0 && bytes[i + 2] === 1) starts.push(i + 3);
  }
  const units = [];
  let unit;
  let sps;
  let pps;
  starts.forEach((start, i) => {
    let end = i + 1 < starts.length ? starts[i + 1] - 3 : bytes.length;
    while (end > start && bytes[end - 1] === 0) end--;
    const nal = bytes.subarray(start, end);
    const type = nal[0] & 31;
    if (type === 9) {
      unit = { nals: [], key: false };
      units.push(unit);
      return;
    }
    if (type === 7) sps = nal;
    if (type === 8) pps = nal;
    if (type === 5) unit.key = true;
    unit.nals.push(nal);
  });
  const clip = { units, sps, pps, ...sizeOf(sps) };
  clips.set(path, clip);
  return clip;
}

/** Picture size from a sequence parameter set without scaling lists (what make-clips.js writes). */
function sizeOf(sps) {
  let bit = 8 * 4;
  const body = Buffer.from(sps.toString('hex').replaceAll(/(0000)03(0[0-3])/g, '$1$2'), 'hex');
  const read = () => (body[bit >> 3] >> (7 - (bit++ & 7))) & 1;
  const ue = () => {
    let zeros = 0;
    while (read() === 0) zeros++;
    let value = 1;
    for (let i = 0; i < zeros; i++) value = value * 2 + read();
    return value - 1;
  };
  ue();
  if ([100, 110, 122, 244].includes(sps[1])) {
    ue();
    ue();
    ue();
    read();
    if (read()) throw new Error('scaling lists are not read here');
  }
  ue();
  if (ue() === 0) ue();
  ue();
  read();
  const widthPx = (ue() + 1) * 16;
  const map = ue() + 1;
  const frames = read();
  if (!frames) read();
  read();
  let [left, right, top, bottom] = [0, 0, 0, 0];
  if (read()) [left, right, top, bottom] = [ue(), ue(), ue(), ue()];
  return { widthPx: widthPx - 2 * (left + right), heightPx: map * 16 * (2 - frames) - 2 * (top + bottom) };
}

function message(type, ...parts) {
  return Buffer.concat([Buffer.from([type]), ...parts]);
}

function streamMessage(clip, codec) {
  const { sps, pps } = clip;
  const hex = [sps[1], sps[2], sps[3]].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const info = Buffer.from(
    JSON.stringify({
      codec,
      codecString: codec === 'H265' ? 'hvc1.1.6.L93.B0' : `avc1.${hex}`,
      widthPx: clip.widthPx,
      heightPx: clip.heightPx,
      fps: FPS,
      clock: 'ARRIVAL',
    }),
  );
  const u16 = (n) => Buffer.from([n >> 8, n & 255]);
  const avcC = Buffer.concat([
    Buffer.from([1, sps[1], sps[2], sps[3], 0xff, 0xe1]),
    u16(sps.length),
    sps,
    Buffer.from([1]),
    u16(pps.length),
    pps,
  ]);
  return message(1, u16(info.length), info, avcC);
}

function unitMessage(unit, number, at) {
  const head = Buffer.alloc(21);
  const micros = BigInt(Math.round(at * 1000));
  head.writeBigInt64BE(micros, 0);
  head.writeBigInt64BE(micros, 8);
  head.writeUInt32BE(number, 16);
  head[20] = unit.key ? 1 : 0;
  const nals = unit.nals.flatMap((nal) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(nal.length);
    return [length, nal];
  });
  return message(2, head, ...nals);
}

export function status(condition, detail) {
  return message(3, Buffer.from(JSON.stringify({ condition, since: new Date().toISOString(), detail })));
}

/** Where in its clip a camera is now: the same for every viewer and for the boxes. */
export function frameNow(clipName) {
  const clip = load(clipName, 'main');
  return clip ? Math.floor((Date.now() / 1000) * FPS) % clip.units.length : 0;
}

/** Sends a camera's live picture until the socket closes; `camera()` tells its state anew each time. */
export function play(socket, camera, choice) {
  let sent;
  let clip;
  let number = 0;
  let told = '';
  const timer = setInterval(() => {
    const { connection, clip: name, codec } = camera();
    if (connection !== told) {
      told = connection;
      socket.send(status(connection, connection === 'GOOD' ? 'Pictures come' : 'The camera does not answer'));
      sent = undefined;
    }
    if (connection !== 'GOOD') return;
    clip ??= load(name, choice);
    if (!clip) return;
    const now = Math.floor((Date.now() / 1000) * FPS);
    if (sent === undefined) {
      socket.send(streamMessage(clip, choice === 'main' ? (codec ?? 'H264') : 'H264'));
      sent = now;
      while (!clip.units[sent % clip.units.length].key) sent--;
      sent--;
    }
    for (let i = sent + 1; i <= now; i++) {
      socket.send(unitMessage(clip.units[i % clip.units.length], number++, (i / FPS) * 1000));
    }
    sent = now;
  }, 1000 / FPS);
  socket.on('close', () => clearInterval(timer));
}
