import { useId } from 'react';
import { useScene, type Point, type Scene } from '../api';

/** Zones, lanes and counting lines of a camera's scene, drawn over its picture. */
export function SceneLayer(props: { camera: string; aspect: { w: number; h: number }; names?: boolean }) {
  const scene = useScene(props.camera).data;
  return scene ? <SceneDrawing scene={scene} aspect={props.aspect} {...(props.names && { names: true })} /> : null;
}

/** A scene as a drawing the shape of the picture; fills its parent as the picture does. */
export function SceneDrawing(props: { scene: Scene; aspect: { w: number; h: number }; names?: boolean }) {
  const { scene, names } = props;
  const { w, h } = props.aspect;
  const arrow = useId();
  const points = (area: Point[]) => area.map(([x, y]) => `${x * w},${y * h}`).join(' ');
  const size = h / 32;
  // At the topmost corner, where least moves; kept inside the picture.
  const text = (name: string, area: Point[]) => {
    const [x, y] = area.reduce((best, corner) => (corner[1] < best[1] ? corner : best), area[0] ?? [0, 0]);
    const left = Math.max(size / 2, Math.min(x * w, w - name.length * size * 0.62));
    const above = y * h - size * 0.5;
    return (
      names && (
        <text x={left} y={above > size ? above : y * h + size * 1.3} fontSize={size}>
          {name}
        </text>
      )
    );
  };
  return (
    <svg className="v-live-layer v-scene" viewBox={`0 0 ${w} ${h}`} aria-hidden="true">
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 10 10"
          refX="8"
          refY="5"
          markerWidth="11"
          markerHeight="11"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0L10 5L0 10z" fill="#9fd0ff" />
        </marker>
      </defs>
      {scene.zones.map((zone) => (
        <g key={zone.name} data-part="zone">
          <polygon points={points(zone.area)} />
          {text(zone.name, zone.area)}
        </g>
      ))}
      {scene.lanes.map((lane) => (
        <g key={lane.name} data-part="lane">
          <polygon points={points(lane.area)} />
          <line
            x1={lane.entry[0] * w}
            y1={lane.entry[1] * h}
            x2={lane.exit[0] * w}
            y2={lane.exit[1] * h}
            markerEnd={`url(#${arrow})`}
          />
          {text(lane.name, lane.area)}
        </g>
      ))}
      {scene.lines.map((line) => (
        <g key={line.name} data-part="line">
          <line x1={line.from[0] * w} y1={line.from[1] * h} x2={line.to[0] * w} y2={line.to[1] * h} />
          {text(line.name, [line.from, line.to])}
        </g>
      ))}
    </svg>
  );
}
