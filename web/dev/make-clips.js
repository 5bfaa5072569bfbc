/* Makes short H.264 clips (Annex B, no B-frames, a key frame a second) for the pretend server. See README.md. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = process.argv.indexOf('--footage');
const footage = at > 0 ? process.argv[at + 1] : fileURLToPath(new URL('../../../shared/footage', import.meta.url));
const out = join(tmpdir(), 'vigilia-mock-clips');
mkdirSync(out, { recursive: true });
for (const file of readdirSync(footage).filter((name) => /\.(mp4|avi)$/.test(name))) {
  for (const [choice, width, rate] of [
    ['main', -2, '1200k'],
    ['sub', 384, '260k'],
  ]) {
    const clip = join(out, `${basename(file, extname(file))}.${choice}.h264`);
    execFileSync(
      process.env.FFMPEG ?? 'ffmpeg',
      ['-v', 'error', '-y', '-i', join(footage, file), '-t', '40', '-an', '-r', '12.5']
        .concat(width > 0 ? ['-vf', `scale=${width}:-2`] : [])
        .concat([
          '-c:v',
          'libopenh264',
          '-g',
          '12',
          '-b:v',
          rate,
          '-bsf:v',
          'h264_metadata=aud=insert',
          '-f',
          'h264',
          clip,
        ]),
      { stdio: 'inherit' },
    );
    console.log(clip);
  }
}
