import type { PointerEvent } from 'react';
import { t } from '../../../words';
import type { Point } from './geometry';
import { Knob } from './Handles';
import { groundView, previewGrid, type Calibration } from './homography';
import { pixels } from './PartShape';
import { percents, stepOfKey, type StageSize } from './SceneStage';

/** The four points on the ground and the grid that they give: a person sees at once whether it lies flat. */
export function CalibrationShape(props: {
  calibration: Calibration;
  size: StageSize;
  editable: boolean;
  onGrab: (event: PointerEvent, point: number) => void;
  onNudge: (point: number, to: Point) => void;
}) {
  const { calibration, size, editable, onGrab, onNudge } = props;
  const marks = calibration.points;
  const view = groundView(marks);
  return (
    <g>
      <clipPath id="v-grid-clip">
        <rect width={size.width} height={size.height} />
      </clipPath>
      {view && (
        <g className="v-grid" pointerEvents="none" clipPath="url(#v-grid-clip)">
          {previewGrid(view, marks).lines.map((line, i) => (
            <line
              key={i}
              x1={line.from[0] * size.width}
              y1={line.from[1] * size.height}
              x2={line.to[0] * size.width}
              y2={line.to[1] * size.height}
            />
          ))}
        </g>
      )}
      <polygon
        className="v-grid-frame"
        data-fault={view === null || undefined}
        pointerEvents="none"
        points={pixels(
          marks.map((mark) => mark.picture),
          size,
        )}
      />
      {editable &&
        marks.map((mark, i) => (
          <Knob
            key={i}
            at={mark.picture}
            size={size}
            round
            text={String(i + 1)}
            label={t('cameras.scene.calibration.point', { n: i + 1, ...percents(mark.picture) })}
            onDown={(event) => onGrab(event, i)}
            onKey={(event) => {
              const step = stepOfKey(event);
              if (!step) return false;
              onNudge(i, [mark.picture[0] + step[0] / 2, mark.picture[1] + step[1] / 2]);
              return true;
            }}
          />
        ))}
    </g>
  );
}
