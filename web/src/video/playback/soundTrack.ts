import { boxes, child, trackId, viewOf, whole, type Bytes } from '../boxes';

export type SoundCoding = 'AAC' | 'OPUS' | 'PCMU' | 'PCMA' | 'L16';

/** The sound of a piece, as its head tells. */
export interface SoundTrack {
  coding: SoundCoding;
  /** As recordings and browsers name it: `mp4a.40.2`, `opus`, `PCMA`. */
  codec: string;
  channels: number;
  /** The number of its track. */
  id: number;
  /** Samples a second; the unit of its times. */
  rate: number;
  /** The head of the sound alone. */
  head: Bytes;
}

const CODINGS: Record<string, SoundCoding> = { mp4a: 'AAC', Opus: 'OPUS', ulaw: 'PCMU', alaw: 'PCMA', twos: 'L16' };

/** What a head says of sound; undefined where there is none, or none that we know. */
export function readSound(bytes: Bytes, head: () => Bytes): SoundTrack | undefined {
  const view = viewOf(bytes);
  const moov = child(bytes, whole(bytes), 'moov');
  for (const trak of moov ? boxes(bytes, moov.from, moov.to) : []) {
    const mdhd = child(bytes, trak, 'mdia', 'mdhd');
    const stsd = child(bytes, trak, 'mdia', 'minf', 'stbl', 'stsd');
    if (!mdhd || !stsd) continue;
    for (const entry of boxes(bytes, stsd.from + 8, stsd.to)) {
      const coding = CODINGS[entry.type];
      if (!coding) continue;
      return {
        coding,
        codec: coding === 'AAC' ? `mp4a.40.${objectType(bytes.subarray(entry.from, entry.to))}` : nameOf(coding),
        id: trackId(bytes, trak) ?? 0,
        channels: view.getUint16(entry.from + 16),
        rate: view.getUint32(mdhd.from + (bytes[mdhd.from] === 1 ? 20 : 12)),
        head: head(),
      };
    }
  }
  return undefined;
}

const nameOf = (coding: SoundCoding) => (coding === 'OPUS' ? 'opus' : coding);

/** The kind of AAC: the first five bits of the AudioSpecificConfig in `esds` (14496-1, 7.2.6); 2 where it does not tell. */
function objectType(entry: Bytes): number {
  for (const esds of boxes(entry, 28, entry.length)) {
    if (esds.type !== 'esds') continue;
    let at = esds.from + 4;
    while (at < esds.to) {
      const tag = entry[at++];
      while ((entry[at] ?? 0) & 0x80) at++;
      at++;
      if (tag === 5) return (entry[at] ?? 16) >> 3 || 2;
      // The descriptors nest: after the fixed fields of one the next begins.
      at += tag === 3 ? 3 : 13;
    }
  }
  return 2;
}
