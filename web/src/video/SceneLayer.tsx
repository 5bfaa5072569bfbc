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
  const middle = (area: Point[]) => ({
    x: (area.reduce((sum, [x]) => sum + x, 0) / area.length) * w,
    y: (area.reduce((sum, [, y]) => sum + y, 0) / area.length) * h,
  });
  const text = (name: string, at: { x: number; y: number }) =>
    names && (
      <text key={`name ${name}`} {...at} fontSize={h / 26}>
        {name}
      </text>
    );
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
          {text(zone.name, middle(zone.area))}
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
          {text(lane.name, middle(lane.area))}
        </g>
      ))}
      {scene.lines.map((line) => (
        <g key={line.name} data-part="line">
          <line x1={line.from[0] * w} y1={line.from[1] * h} x2={line.to[0] * w} y2={line.to[1] * h} />
          {text(line.name, middle([line.from, line.to]))}
        </g>
      ))}
    </svg>
  );
}
