import type { PointerEvent } from 'react';
import type { Lane, Line, Scene } from '../../../api';
import { t } from '../../../words';
import { findPart, type NameFault, type PartRef } from './draft';
import { forwardOf, labelSpot, type Point, type ShapeFault } from './geometry';
import type { StageSize } from './SceneStage';

/** A zone, lane or line in the picture, with its name; red where something is wrong with it. */
export function PartShape(props: {
  scene: Scene;
  part: PartRef;
  size: StageSize;
  selected: boolean;
  faults: readonly (ShapeFault | NameFault)[];
  onDown: (event: PointerEvent) => void;
}) {
  const { scene, part, size, selected, faults, onDown } = props;
  const shape = findPart(scene, part);
  if (!shape) return null;
  return (
    <g
      className="v-part"
      data-kind={part.kind}
      data-selected={selected || undefined}
      data-fault={faults.length > 0 || undefined}
      onPointerDown={onDown}
    >
      {'area' in shape ? (
        <>
          <polygon className="v-part-halo" points={pixels(shape.area, size)} />
          <polygon className="v-part-area" points={pixels(shape.area, size)} />
          <CrossingEdges area={shape.area} faults={faults} size={size} />
          {'entry' in shape && <LaneArrow lane={shape} size={size} />}
          <Label text={shape.name} at={labelSpot(shape.area)} size={size} />
        </>
      ) : (
        <LineShape line={shape} size={size} selected={selected} />
      )}
    </g>
  );
}

export function pixels(points: readonly Point[], size: StageSize): string {
  return points.map(([x, y]) => `${x * size.width},${y * size.height}`).join(' ');
}

function CrossingEdges(props: { area: Point[]; faults: readonly (ShapeFault | NameFault)[]; size: StageSize }) {
  const { area, faults, size } = props;
  const edges = faults.flatMap((fault) => (fault.code === 'edgesCross' ? [fault.edge, fault.other] : []));
  return edges.map((edge) => {
    const from = area[edge - 1];
    const to = area[edge % area.length];
    return from && to ? (
      <line
        key={edge}
        className="v-part-wrong"
        x1={from[0] * size.width}
        y1={from[1] * size.height}
        x2={to[0] * size.width}
        y2={to[1] * size.height}
      />
    ) : null;
  });
}

function LaneArrow({ lane, size }: { lane: Lane; size: StageSize }) {
  return <Arrow from={lane.entry} to={lane.exit} size={size} className="v-part-arrow" head={14} />;
}

function LineShape({ line, size, selected }: { line: Line; size: StageSize; selected: boolean }) {
  const { middle, step } = forwardOf(line.from, line.to, size.width / size.height);
  const tip: Point = [middle[0] + step[0] * 0.09, middle[1] + step[1] * 0.09];
  const ends = {
    x1: line.from[0] * size.width,
    y1: line.from[1] * size.height,
    x2: line.to[0] * size.width,
    y2: line.to[1] * size.height,
  };
  return (
    <>
      <line className="v-part-hit" {...ends} />
      <line className="v-part-halo" {...ends} />
      <line className="v-part-line" {...ends} />
      <Arrow from={middle} to={tip} size={size} className="v-part-arrow" head={11} />
      {selected && <Label text={t('cameras.scene.forward')} at={[tip[0], tip[1] + 0.02]} size={size} quiet />}
      <Label text={line.name} at={[middle[0] - step[0] * 0.05, middle[1] - step[1] * 0.05]} size={size} />
    </>
  );
}

/** An arrow in pixels, with a head of its own: markers do not take the colour of what they end. */
export function Arrow(props: { from: Point; to: Point; size: StageSize; className: string; head: number }) {
  const { size, head } = props;
  const [x1, y1, x2, y2] = [
    props.from[0] * size.width,
    props.from[1] * size.height,
    props.to[0] * size.width,
    props.to[1] * size.height,
  ];
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const wing = (turn: number): string => `${x2 - head * Math.cos(angle + turn)},${y2 - head * Math.sin(angle + turn)}`;
  return (
    <g className={props.className}>
      <line className="v-part-halo" x1={x1} y1={y1} x2={x2} y2={y2} />
      <line x1={x1} y1={y1} x2={x2 - head * 0.6 * Math.cos(angle)} y2={y2 - head * 0.6 * Math.sin(angle)} />
      <polygon points={`${x2},${y2} ${wing(0.45)} ${wing(-0.45)}`} />
    </g>
  );
}

function Label(props: { text: string; at: Point; size: StageSize; quiet?: boolean }) {
  const { text, at, size } = props;
  return (
    <text
      className="v-part-label"
      data-quiet={props.quiet || undefined}
      x={Math.min(0.96, Math.max(0.04, at[0])) * size.width}
      y={Math.min(0.97, Math.max(0.04, at[1])) * size.height}
      textAnchor="middle"
    >
      {text}
    </text>
  );
}
