import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Scene } from '../../../api';
import { t } from '../../../words';
import type { Command, Handle, PartRef, SceneFaults } from './draft';
import { partKey } from './draft';
import type { Drawing, DrawEvent } from './drawing';
import { distance, type Point } from './geometry';
import { CalibrationShape } from './CalibrationShape';
import { DrawingShape } from './DrawingShape';
import { HandlesOf } from './Handles';
import { PartShape } from './PartShape';

export interface StageSize {
  width: number;
  height: number;
}

export interface StageProps {
  scene: Scene;
  selected: PartRef | null;
  faults: SceneFaults;
  drawing: Drawing;
  editable: boolean;
  /** Width by height of the picture. */
  ratio: number;
  showCalibration: boolean;
  run: (command: Command) => void;
  draw: (event: DrawEvent) => void;
  stageRef: React.RefObject<HTMLDivElement | null>;
  children: ReactNode;
}

/** What the pointer holds: a corner or end, or a whole part. */
type Held =
  | { what: 'handle'; part: PartRef; handle: Handle; gesture: string }
  | { what: 'mark'; point: number; gesture: string }
  | { what: 'part'; part: PartRef; from: Point; gesture: string }
  | { what: 'drawing'; from: Point };

let gestures = 0;

/** The picture with everything that is drawn in it; shapes are dragged by pointer or moved by keys. */
export function SceneStage(props: StageProps) {
  const { scene, selected, faults, drawing, editable, run, draw } = props;
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const both = useMergedRef(ref, props.stageRef);
  const held = useRef<Held | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const size: StageSize = { width: Math.max(width, 1), height: Math.max(height, 1) };
  const drawingNow = drawing.tool !== 'select';

  const place = (event: PointerEvent): Point => {
    const box = svg.current?.getBoundingClientRect();
    return box && box.width > 0 && box.height > 0
      ? [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
      : [0, 0];
  };
  const hold = (event: PointerEvent, what: Held): void => {
    event.stopPropagation();
    held.current = what;
    svg.current?.setPointerCapture(event.pointerId);
  };
  const grab = (event: PointerEvent, part: PartRef, handle: Handle): void => {
    if (!editable || event.button !== 0) return;
    hold(event, { what: 'handle', part, handle, gesture: `drag-${++gestures}` });
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    if (drawingNow && editable) hold(event, { what: 'drawing', from: place(event) });
    else run({ do: 'select', part: null });
  };
  const downOnPart = (event: PointerEvent, part: PartRef): void => {
    if (event.button !== 0 || drawingNow) return;
    run({ do: 'select', part });
    event.stopPropagation();
    if (editable) hold(event, { what: 'part', part, from: place(event), gesture: `drag-${++gestures}` });
  };
  const move = (event: PointerEvent): void => {
    const at = place(event);
    const holding = held.current;
    if (!holding) {
      if (drawingNow) draw({ on: 'hover', at });
      return;
    }
    switch (holding.what) {
      case 'handle':
        return run({ do: 'moveHandle', part: holding.part, handle: holding.handle, to: at, gesture: holding.gesture });
      case 'mark':
        return moveMark(scene, run, holding.point, at, holding.gesture);
      case 'part':
        run({
          do: 'movePart',
          part: holding.part,
          dx: at[0] - holding.from[0],
          dy: at[1] - holding.from[1],
          gesture: holding.gesture,
        });
        held.current = { ...holding, from: at };
        return;
      case 'drawing':
        return draw({ on: 'hover', at });
    }
  };
  const up = (event: PointerEvent): void => {
    const holding = held.current;
    held.current = null;
    if (!holding) return;
    if (holding.what === 'drawing') {
      const at = place(event);
      draw(distance(holding.from, at) < 0.012 ? { on: 'point', at } : { on: 'drag', from: holding.from, to: at });
    } else run({ do: 'endGesture' });
  };
  const handles = {
    size,
    scene,
    editable,
    run,
    onGrab: grab,
    onInsert: (event: PointerEvent, part: PartRef, after: number) => {
      if (!editable || event.button !== 0) return;
      run({ do: 'insertCorner', part, after, where: place(event) });
      grab(event, part, { corner: after + 1 });
    },
  };
  return (
    // The stage takes keys only while something is drawn; each corner has keys of its own.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={both}
      className="v-editor-stage"
      style={{ aspectRatio: props.ratio, maxWidth: `calc(var(--v-editor-height) * ${props.ratio})` }}
      data-drawing={drawingNow || undefined}
      role="application"
      aria-label={t('cameras.scene.picture')}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={(event) => drawingNow && editable && drawByKey(event, draw)}
    >
      <div className="v-editor-back">{props.children}</div>
      <svg
        ref={svg}
        viewBox={`0 0 ${size.width} ${size.height}`}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onPointerLeave={() => drawingNow && !held.current && draw({ on: 'hover', at: null })}
      >
        {props.showCalibration && scene.calibration && (
          <CalibrationShape
            calibration={scene.calibration}
            size={size}
            editable={editable}
            onGrab={(event, point) => hold(event, { what: 'mark', point, gesture: `drag-${++gestures}` })}
            onNudge={(point, to) => moveMark(scene, run, point, to, `keys-mark-${point}`)}
          />
        )}
        {partRefs(scene).map((part) => (
          <PartShape
            key={partKey(part)}
            scene={scene}
            part={part}
            size={size}
            selected={selected !== null && partKey(part) === partKey(selected)}
            faults={faults.parts[partKey(part)] ?? []}
            onDown={(event) => downOnPart(event, part)}
          />
        ))}
        {selected && !drawingNow && <HandlesOf {...handles} part={selected} />}
        {drawingNow && <DrawingShape drawing={drawing} size={size} />}
      </svg>
      <span className="v-visually-hidden" role="status" aria-live="polite">
        {drawingNow && drawing.byKeys && drawing.cursor
          ? `${t('cameras.scene.cross', percents(drawing.cursor))}. ${t('cameras.scene.points', { n: drawing.points.length })}`
          : ''}
      </span>
    </div>
  );
}

export function percents([x, y]: Point): { x: number; y: number } {
  return { x: Math.round(x * 100), y: Math.round(y * 100) };
}

function partRefs(scene: Scene): PartRef[] {
  return [
    ...scene.zones.map((_, index): PartRef => ({ kind: 'zone', index })),
    ...scene.lanes.map((_, index): PartRef => ({ kind: 'lane', index })),
    ...scene.lines.map((_, index): PartRef => ({ kind: 'line', index })),
  ];
}

function moveMark(scene: Scene, run: StageProps['run'], index: number, to: Point, gesture: string): void {
  if (!scene.calibration) return;
  const clamped: Point = [Math.min(1, Math.max(0, to[0])), Math.min(1, Math.max(0, to[1]))];
  const points = scene.calibration.points.map((mark, i) => (i === index ? { ...mark, picture: clamped } : mark));
  run({ do: 'calibrate', calibration: { points }, gesture });
}

const STEPS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The step of an arrow key in fractions of the picture; null for other keys. Shift takes longer steps. */
export function stepOfKey(event: KeyboardEvent): Point | null {
  const step = STEPS[event.key];
  const by = event.shiftKey ? 0.05 : 0.01;
  return step ? [step[0] * by, step[1] * by] : null;
}

function drawByKey(event: KeyboardEvent, draw: StageProps['draw']): void {
  const step = stepOfKey(event);
  if (step) draw({ on: 'step', dx: step[0], dy: step[1] });
  else if (event.key === ' ') draw({ on: 'setHere' });
  else if (event.key === 'Enter') draw({ on: 'finish' });
  else if (event.key === 'Backspace') draw({ on: 'back' });
  else if (event.key === 'Escape') draw({ on: 'stop' });
  else return;
  event.preventDefault();
}
