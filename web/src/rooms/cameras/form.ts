import type { Camera } from '../../api';

/** What a person types about a camera; numbers are null while a field is empty. */
export interface CameraForm {
  name: string;
  mainUrl: string;
  subUrl: string;
  userName: string;
  /** Empty: keep the one the server has. It is never sent back to the browser. */
  password: string;
  placeId: string | null;
  agencyId: string | null;
  latitude: number | null;
  longitude: number | null;
  headingDegrees: number | null;
  fieldOfViewDegrees: number | null;
  rangeM: number | null;
  analysisEnabled: boolean;
  analysisFps: number;
  /** Who looks: `default` our detector, `camera` the camera itself, else a model of the city's own. */
  analysisModel: string;
}

export const EMPTY_FORM: CameraForm = {
  name: '',
  mainUrl: '',
  subUrl: '',
  userName: '',
  password: '',
  placeId: null,
  agencyId: null,
  latitude: null,
  longitude: null,
  headingDegrees: 0,
  fieldOfViewDegrees: 60,
  rangeM: 60,
  analysisEnabled: true,
  analysisFps: 5,
  analysisModel: 'default',
};

export type FormFault =
  'nameMissing' | 'urlMissing' | 'urlUnknown' | 'urlHasPassword' | 'positionHalf' | 'positionOutside' | 'fpsOutside';
export type FormFaults = Partial<Record<keyof CameraForm, FormFault>>;

const SCHEMES = ['rtsp:', 'rtsps:', 'http:', 'https:', 'rtmp:', 'rtmps:', 'srt:', 'udp:', 'file:'];

export function formFaults(form: CameraForm): FormFaults {
  const faults: FormFaults = {};
  if (form.name.trim() === '') faults.name = 'nameMissing';
  const main = urlFault(form.mainUrl);
  if (main) faults.mainUrl = main;
  if (form.subUrl.trim() !== '') {
    const sub = urlFault(form.subUrl);
    if (sub) faults.subUrl = sub;
  }
  if ((form.latitude === null) !== (form.longitude === null)) {
    faults[form.latitude === null ? 'latitude' : 'longitude'] = 'positionHalf';
  }
  if (form.latitude !== null && Math.abs(form.latitude) > 90) faults.latitude = 'positionOutside';
  if (form.longitude !== null && Math.abs(form.longitude) > 180) faults.longitude = 'positionOutside';
  if (!(form.analysisFps >= 0.5 && form.analysisFps <= 30)) faults.analysisFps = 'fpsOutside';
  return faults;
}

/** A password in the address would be stored and shown as plain text; it has a field of its own. */
function urlFault(text: string): FormFault | null {
  if (text.trim() === '') return 'urlMissing';
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return 'urlUnknown';
  }
  if (!SCHEMES.includes(url.protocol)) return 'urlUnknown';
  return /^[a-z]+:\/\/[^/@]+:[^/@]*@/i.test(text.trim()) ? 'urlHasPassword' : null;
}

/** Takes user name and password out of an address that was pasted with them. */
export function splitCredentials(text: string): { url: string; userName?: string; password?: string } {
  const found = /^([a-z]+:\/\/)([^/@:]+)(?::([^/@]*))?@(.*)$/i.exec(text.trim());
  if (!found) return { url: text };
  const [, scheme, userName, password, rest] = found;
  return {
    url: `${scheme}${rest}`,
    ...(userName && { userName: decoded(userName) }),
    ...(password !== undefined && { password: decoded(password) }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function formOf(camera: Camera): CameraForm {
  return {
    name: camera.name,
    mainUrl: camera.streams.mainUrl,
    subUrl: camera.streams.subUrl ?? '',
    userName: camera.streams.userName ?? '',
    password: '',
    placeId: camera.place?.id ?? null,
    agencyId: camera.agency.id,
    latitude: camera.location?.latitude ?? null,
    longitude: camera.location?.longitude ?? null,
    headingDegrees: camera.headingDegrees,
    fieldOfViewDegrees: camera.fieldOfViewDegrees,
    rangeM: camera.rangeM,
    analysisEnabled: camera.analysis.enabled,
    analysisFps: camera.analysis.fps,
    analysisModel: camera.analysis.model ?? 'default',
  };
}

/** What is sent to the server; the password only when one was typed. */
export function bodyOf(form: CameraForm): object {
  const hasPlace = form.latitude !== null && form.longitude !== null;
  return {
    name: form.name.trim(),
    ...(form.agencyId && { agencyId: form.agencyId }),
    placeId: form.placeId,
    location: hasPlace ? { latitude: form.latitude, longitude: form.longitude } : null,
    headingDegrees: form.headingDegrees,
    fieldOfViewDegrees: form.fieldOfViewDegrees,
    rangeM: form.rangeM,
    streams: {
      mainUrl: form.mainUrl.trim(),
      subUrl: form.subUrl.trim() || null,
      userName: form.userName.trim() || null,
      ...(form.password !== '' && { password: form.password }),
    },
    analysis: { enabled: form.analysisEnabled, fps: form.analysisFps, model: form.analysisModel },
  };
}
