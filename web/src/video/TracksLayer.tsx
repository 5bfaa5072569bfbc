import { useEffect, useRef } from 'react';
import { news, serverNow, type TrackView } from '../api';
import { tName } from '../words';
import type { LiveView } from './LiveView';
import { contain, Sightings } from './tracks';

/** How much of a path is drawn: where something just came from; whole paths of a crowd would cover the picture. */
const TAIL_POINTS = 8;

/** Boxes and paths over a live picture, drawn anew with every picture. */
export function TracksLayer(props: { camera: string; view: LiveView | undefined; aspect: { w: number; h: number } }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { camera, view } = props;
  const { w, h } = props.aspect;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const sightings = new Sightings();
    let frame = 0;
    const draw = () => {
      frame = 0;
      const moment = view ? view.capturedMs : serverNow();
      paint(element, sightings.at(moment), w, h);
    };
    const soon = () => {
      if (!frame) frame = requestAnimationFrame(draw);
    };
    const offs = [
      news.watch(camera),
      news.on('tracks', (item) => {
        if (item.camera !== camera) return;
        sightings.take(item);
        soon();
      }),
      view?.onPicture(soon),
    ];
    return () => {
      offs.forEach((off) => off?.());
      cancelAnimationFrame(frame);
      element.width = 0;
    };
  }, [camera, view, w, h]);

  return <canvas ref={canvas} className="v-live-layer" aria-hidden="true" />;
}

function paint(element: HTMLCanvasElement, tracks: TrackView[], w: number, h: number): void {
  const ratio = window.devicePixelRatio || 1;
  const width = element.clientWidth;
  const height = element.clientHeight;
  if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
  }
  const context = element.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const area = contain(width, height, w, h);
  const style = getComputedStyle(element);
  const alarm = style.getPropertyValue('--v-critical-on-picture') || '#ff6b66';
  const x = (fraction: number) => area.left + fraction * area.width;
  const y = (fraction: number) => area.top + fraction * area.height;
  context.font = `600 12px ${style.fontFamily}`;
  context.lineJoin = 'round';
  for (const track of tracks) {
    const colour = track.alert ? alarm : '#f2f5f8';
    const trace = () => {
      const { box } = track;
      context.strokeRect(x(box.left), y(box.top), box.width * area.width, box.height * area.height);
      const tail = track.path.slice(-TAIL_POINTS);
      if (tail.length > 1) {
        context.beginPath();
        tail.forEach(([px, py], i) => (i === 0 ? context.moveTo(x(px), y(py)) : context.lineTo(x(px), y(py))));
        context.stroke();
      }
    };
    // A dark seam below the line keeps it visible on bright ground.
    context.strokeStyle = 'rgb(0 0 0 / 65%)';
    context.lineWidth = track.alert ? 5 : 3.5;
    trace();
    context.strokeStyle = colour;
    context.lineWidth = track.alert ? 2.5 : 1.5;
    trace();
    if (area.width > 420)
      label(
        context,
        `${track.alert ? '▲ ' : ''}${tName('app.objectClass', track.objectClass)} ${Math.round(track.confidence * 100)} %`,
        x(track.box.left),
        y(track.box.top),
        colour,
      );
  }
}

function label(context: CanvasRenderingContext2D, text: string, left: number, top: number, colour: string): void {
  const width = context.measureText(text).width + 8;
  const at = Math.max(16, top);
  context.fillStyle = 'rgb(12 15 18 / 78%)';
  context.fillRect(left, at - 16, width, 16);
  context.fillStyle = colour;
  context.fillText(text, left + 4, at - 4);
}
