/** The door of `video`: the live picture of a camera, and drawings over pictures. */
export { LivePlayer, type LivePlayerProps } from './LivePlayer';
export { SceneDrawing } from './SceneLayer';
export { contain } from './tracks';
export * from './playback';
