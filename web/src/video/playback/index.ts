export { CameraPlayer, type PlayerState } from './CameraPlayer';
export { FASTEST_SMOOTH, MasterClock, nextSpeed, SPEEDS, steer } from './clock';
export { LIVE_DELAY_MS, Playback, type PlaybackState } from './Playback';
export { FASTEST_HEARD, playable, SLOWEST_HEARD } from './sound';
export { gather, missing, spanAt, type Span } from './spans';
