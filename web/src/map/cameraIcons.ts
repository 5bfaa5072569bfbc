import type { CameraState } from './cones';

const SIZE = 52;

/* State of a camera: a disc with the camera's sign; trouble adds a shape of its own in the corner, not colour alone. */
const tones: Record<CameraState, { dark: string; light: string }> = {
  good: { dark: '#dfe5eb', light: '#39434e' },
  warn: { dark: '#ff9f4a', light: '#a84a00' },
  bad: { dark: '#ff6b66', light: '#c3191c' },
  unknown: { dark: '#8d98a4', light: '#77828e' },
};

const BODY = 'M14 20h15a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H14a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zm19 4.500l6-3.500v10l-6-3.500z';

/** Draws the map's sign for a camera in a state, twice as large as it is shown. */
export function cameraIcon(state: CameraState, scheme: 'dark' | 'light'): ImageData | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  const ground = scheme === 'dark' ? '#171b20' : '#ffffff';
  const colour = tones[state][scheme];
  context.beginPath();
  context.arc(26, 26, 22, 0, 2 * Math.PI);
  context.fillStyle = ground;
  context.fill();
  context.lineWidth = 3;
  context.strokeStyle = colour;
  if (state === 'unknown') context.setLineDash([6, 5]);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colour;
  context.fill(new Path2D(BODY));
  if (state === 'bad') {
    context.lineCap = 'round';
    context.lineWidth = 8;
    context.strokeStyle = ground;
    line(context, 11, 41, 41, 11);
    context.lineWidth = 4;
    context.strokeStyle = colour;
    line(context, 11, 41, 41, 11);
  } else if (state === 'warn') {
    const badge = new Path2D('M39 3l11 20H28z');
    context.lineWidth = 5;
    context.strokeStyle = ground;
    context.stroke(badge);
    context.fill(badge);
  }
  return context.getImageData(0, 0, SIZE, SIZE);
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
