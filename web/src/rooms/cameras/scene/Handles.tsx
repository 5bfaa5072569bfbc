import type { KeyboardEvent, PointerEvent } from 'react';
import type { Scene } from '../../../api';
import { t } from '../../../words';
import { cornersOf, findPart, type Command, type Handle, type PartRef } from './draft';
import type { Point } from './geometry';
import { percents, stepOfKey, type StageSize } from './SceneStage';

export interface HandleTools {
  scene: Scene;
  size: StageSize;
  editable: boolean;
  run: (command: Command) => void;
  onGrab: (event: PointerEvent, part: PartRef, handle: Handle) => void;
  onInsert: (event: PointerEvent, part: PartRef, after: number) => void;
}

/** The corners and ends of the selected part: each can be dragged, or moved with the arrow keys. */
export function HandlesOf(props: HandleTools & { part: PartRef }) {
  const { scene, part, size, editable, run, onGrab, onInsert } = props;
  const shape = findPart(scene, part);
  if (!shape || !editable) return null;
  const corners = cornersOf(shape);
  const ends: { end: 'from' | 'to' | 'entry' | 'exit'; at: Point }[] =
    'entry' in shape
      ? [
          { end: 'entry', at: shape.entry },
          { end: 'exit', at: shape.exit },
        ]
      : 'from' in shape
        ? [
            { end: 'from', at: shape.from },
            { end: 'to', at: shape.to },
          ]
        : [];
  const nudge = (event: KeyboardEvent, handle: Handle, at: Point): boolean => {
    const step = stepOfKey(event);
    if (!step) return false;
    const gesture = `keys-${part.kind}-${part.index}-${JSON.stringify(handle)}`;
    run({ do: 'moveHandle', part, handle, to: [at[0] + step[0] / 2, at[1] + step[1] / 2], gesture });
    return true;
  };
  return (
    <g>
      {corners.map((corner, i) => {
        const next = corners[(i + 1) % corners.length] ?? corner;
        const middle: Point = [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2];
        return (
          <circle
            key={`mid-${i}`}
            className="v-handle-mid"
            cx={middle[0] * size.width}
            cy={middle[1] * size.height}
            r={4.5}
            onPointerDown={(event) => onInsert(event, part, i)}
          />
        );
      })}
      {corners.map((corner, i) => (
        <Knob
          key={`corner-${i}`}
          at={corner}
          size={size}
          label={t('cameras.scene.corner', { n: i + 1, name: shape.name, ...percents(corner) })}
          onDown={(event) => onGrab(event, part, { corner: i })}
          onKey={(event) => {
            if (nudge(event, { corner: i }, corner)) return true;
            if (event.key === '+' || event.key === 'Insert') run({ do: 'insertCorner', part, after: i });
            else if (event.key === 'Delete' || event.key === 'Backspace') run({ do: 'removeCorner', part, corner: i });
            else return false;
            return true;
          }}
        />
      ))}
      {ends.map(({ end, at }) => (
        <Knob
          key={end}
          at={at}
          size={size}
          round
          label={t(`cameras.scene.end.${end}`, { name: shape.name })}
          onDown={(event) => onGrab(event, part, { end })}
          onKey={(event) => nudge(event, { end }, at)}
        />
      ))}
    </g>
  );
}

/** One thing to grab: a square for corners, a disc for ends; the area that takes the pointer is larger than it looks. */
export function Knob(props: {
  at: Point;
  size: StageSize;
  label: string;
  round?: boolean;
  text?: string;
  onDown: (event: PointerEvent) => void;
  /** True when the key was used. */
  onKey: (event: KeyboardEvent) => boolean;
}) {
  const x = props.at[0] * props.size.width;
  const y = props.at[1] * props.size.height;
  return (
    <g
      className="v-handle"
      role="button"
      tabIndex={0}
      aria-label={props.label}
      transform={`translate(${x} ${y})`}
      onPointerDown={(event) => {
        event.currentTarget.focus({ preventScroll: true });
        props.onDown(event);
      }}
      onKeyDown={(event) => {
        if (props.onKey(event)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
    >
      <circle className="v-handle-hit" r={16} />
      {props.round ? (
        <circle className="v-handle-knob" r={7} />
      ) : (
        <rect className="v-handle-knob" x={-6} y={-6} width={12} height={12} />
      )}
      {props.text && (
        <text className="v-handle-text" y={4} textAnchor="middle">
          {props.text}
        </text>
      )}
    </g>
  );
}
