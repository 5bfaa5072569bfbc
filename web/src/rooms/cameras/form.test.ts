import { describe, expect, it } from 'vitest';
import { bodyOf, EMPTY_FORM, formFaults, splitCredentials } from './form';

const good = { ...EMPTY_FORM, name: 'Gate', mainUrl: 'rtsp://10.0.0.5:554/stream1' };

describe('the form of a camera', () => {
  it('needs a name and an address that can be opened', () => {
    expect(formFaults(good)).toEqual({});
    expect(formFaults(EMPTY_FORM)).toEqual({ name: 'nameMissing', mainUrl: 'urlMissing' });
    expect(formFaults({ ...good, mainUrl: 'gate camera' })).toEqual({ mainUrl: 'urlUnknown' });
    expect(formFaults({ ...good, mainUrl: 'gopher://x/1' })).toEqual({ mainUrl: 'urlUnknown' });
    expect(formFaults({ ...good, subUrl: 'x' })).toEqual({ subUrl: 'urlUnknown' });
  });

  it('keeps passwords out of addresses', () => {
    expect(formFaults({ ...good, mainUrl: 'rtsp://me:secret@10.0.0.5/1' })).toEqual({ mainUrl: 'urlHasPassword' });
    expect(splitCredentials('rtsp://me:p%40ss@10.0.0.5:554/1?x=1')).toEqual({
      url: 'rtsp://10.0.0.5:554/1?x=1',
      userName: 'me',
      password: 'p@ss',
    });
    expect(splitCredentials('rtsp://10.0.0.5/a@b')).toEqual({ url: 'rtsp://10.0.0.5/a@b' });
  });

  it('needs a whole position or none', () => {
    expect(formFaults({ ...good, latitude: 5 })).toEqual({ longitude: 'positionHalf' });
    expect(formFaults({ ...good, latitude: 95, longitude: 10 })).toEqual({ latitude: 'positionOutside' });
  });

  it('sends a password only when one was typed, and no half position', () => {
    expect(bodyOf(good)).not.toHaveProperty('streams.password');
    expect(bodyOf({ ...good, password: 'x' })).toHaveProperty('streams.password', 'x');
    expect(bodyOf({ ...good, latitude: 5 })).toHaveProperty('location', null);
  });

  it('says who looks at the pictures', () => {
    expect(bodyOf(good)).toHaveProperty('analysis.model', 'default');
    expect(bodyOf({ ...good, analysisModel: 'camera' })).toHaveProperty('analysis.model', 'camera');
  });
});
