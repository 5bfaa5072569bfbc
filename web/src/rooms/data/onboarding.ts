import type { ChannelForm, DeviceForm, GeoPoint, Guess, Kinds, SensorKind } from '../../api';

/** One channel as the form shows it; `taken` says whether it becomes a datastream. */
export interface ChannelDraft {
  channel: string;
  sample: string;
  taken: boolean;
  quantity: string;
  unit: string;
  silenceSeconds: number | null;
}

/** A sensor that is being added. */
export interface SensorDraft {
  id: string;
  name: string;
  kind: SensorKind;
  mapping: string;
  gateway: boolean;
  location: GeoPoint | null;
  channels: ChannelDraft[];
}

export const EMPTY: SensorDraft = {
  id: '',
  name: '',
  kind: 'GENERIC',
  mapping: 'json',
  gateway: false,
  location: null,
  channels: [],
};

/** The kind that has most of the quantities; among equals the one whose main quantity is there. */
export function kindOf(kinds: Kinds, quantities: readonly string[]): SensorKind {
  let best: SensorKind = 'GENERIC';
  let most = 0;
  for (const { kind, quantities: usual } of kinds.kinds) {
    const hits = usual.filter((quantity) => quantity !== 'OTHER' && quantities.includes(quantity)).length;
    const score = hits + (usual[0] !== undefined && hits > 0 && quantities.includes(usual[0]) ? 0.5 : 0);
    if (score > most) {
      best = kind;
      most = score;
    }
  }
  return best;
}

/** What a pasted message says of a new sensor. What somebody has typed already stays. */
export function draftOf(guess: Guess, kinds: Kinds, typed: SensorDraft): SensorDraft {
  const channels = guess.channels.map((channel): ChannelDraft => {
    const info = kinds.quantities.find((each) => each.quantity === channel.quantity);
    return {
      channel: channel.channel,
      sample: channel.sample,
      // A text or a yes-or-no is rarely what somebody wants to draw; numbers are.
      taken: channel.numeric || channel.quantity !== null,
      quantity: channel.quantity ?? 'OTHER',
      unit: channel.unit ?? info?.unit ?? '',
      silenceSeconds: info?.usualSilenceSeconds ?? null,
    };
  });
  return {
    ...typed,
    id: typed.id || (guess.device ?? ''),
    mapping: guess.mapping,
    kind: kindOf(
      kinds,
      channels.filter((each) => each.taken).map((each) => each.quantity),
    ),
    channels,
  };
}

/** What is sent to the server. */
export function formOf(draft: SensorDraft): DeviceForm {
  const channels: ChannelForm[] = draft.channels
    .filter((each) => each.taken)
    .map(({ channel, quantity, unit, silenceSeconds }) => ({
      channel,
      quantity,
      unit,
      ...(silenceSeconds !== null && { silenceSeconds }),
    }));
  return {
    id: draft.id.trim(),
    name: draft.name.trim() || draft.id.trim(),
    kind: draft.kind,
    mapping: draft.mapping,
    gateway: draft.gateway,
    enabled: true,
    location: draft.location,
    channels,
  };
}

/** What stands in the way of adding it; undefined when nothing does. */
export function missing(draft: SensorDraft): 'id' | 'idLetters' | 'channels' | undefined {
  if (draft.id.trim() === '') return 'id';
  if (!/^[A-Za-z0-9._:-]{1,80}$/.test(draft.id.trim())) return 'idLetters';
  return draft.channels.some((each) => each.taken) ? undefined : 'channels';
}

/** A shell line that sends one message as the device would. */
export function publishLine(
  mqtt: { port: number; user: string; password: string; topic: string; sample: string },
  host: string,
): string {
  const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const { port, user, password, topic, sample } = mqtt;
  return `mosquitto_pub -h ${host} -p ${port} -q 1 -u ${quoted(user)} -P ${quoted(password)} -t ${quoted(topic)} -m ${quoted(sample)}`;
}
