import type { Drawing } from './drawing';
import { rectangleMarks, groundView, previewGrid } from './homography';
import { pixels } from './PartShape';
import type { StageSize } from './SceneStage';

/** The shape that is being drawn: its points, the line to the pointer or cross, and where to click to close it. */
export function DrawingShape({ drawing, size }: { drawing: Drawing; size: StageSize }) {
  const { points, cursor, byKeys, tool } = drawing;
  const open = cursor ? [...points, cursor] : points;
  const first = points[0];
  const area = tool === 'zone' || tool === 'lane';
  return (
    <g className="v-drawing" pointerEvents="none">
      {tool === 'calibrate' && open.length === 4 && <EarlyGrid drawing={drawing} size={size} />}
      {area && open.length > 2 && <polygon className="v-part-area" points={pixels(open, size)} />}
      <polyline className="v-part-halo" points={pixels(open, size)} />
      <polyline className="v-drawing-line" points={pixels(open, size)} />
      {points.map(([x, y], i) => (
        <circle key={i} className="v-drawing-point" cx={x * size.width} cy={y * size.height} r={4} />
      ))}
      {area && first && points.length >= 3 && (
        <circle className="v-drawing-close" cx={first[0] * size.width} cy={first[1] * size.height} r={9} />
      )}
      {byKeys && cursor && (
        <g className="v-drawing-cross" transform={`translate(${cursor[0] * size.width} ${cursor[1] * size.height})`}>
          <path className="v-part-halo" d="M-16 0H16M0 -16V16" />
          <path d="M-16 0H16M0 -16V16" />
        </g>
      )}
    </g>
  );
}

/** While the fourth point still moves: would a square lie flat? */
function EarlyGrid({ drawing, size }: { drawing: Drawing; size: StageSize }) {
  const points = drawing.cursor ? [...drawing.points, drawing.cursor] : drawing.points;
  const marks = rectangleMarks(points, 10, 10);
  const view = groundView(marks);
  if (!view) return null;
  return (
    <g className="v-grid" clipPath="url(#v-draw-clip)">
      <clipPath id="v-draw-clip">
        <rect width={size.width} height={size.height} />
      </clipPath>
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
  );
}
