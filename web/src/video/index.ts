/** The door of `video`: the live picture of a camera. */
export { LivePlayer, type LivePlayerProps } from './LivePlayer';
