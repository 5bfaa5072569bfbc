import { describe, expect, it } from 'vitest';
import { draw, IDLE, type DrawEvent, type Drawn } from './drawing';
import type { Point } from './geometry';

function play(...events: DrawEvent[]): Drawn {
  return events.reduce<Drawn>((before, event) => draw(before.drawing, event), { drawing: IDLE, finished: null });
}

const point = (x: number, y: number): DrawEvent => ({ on: 'point', at: [x, y] });

describe('drawing', () => {
  it('closes a zone by clicking its first corner again', () => {
    const { drawing, finished } = play(
      { on: 'tool', tool: 'zone' },
      point(0.1, 0.1),
      point(0.5, 0.1),
      point(0.5, 0.5),
      point(0.105, 0.105),
    );
    expect(finished).toEqual({
      shape: 'zone',
      area: [
        [0.1, 0.1],
        [0.5, 0.1],
        [0.5, 0.5],
      ],
    });
    expect(drawing).toEqual(IDLE);
  });

  it('does not finish an area of two corners', () => {
    const { drawing, finished } = play({ on: 'tool', tool: 'lane' }, point(0.1, 0.1), point(0.5, 0.1), {
      on: 'finish',
    });
    expect(finished).toBeNull();
    expect(drawing.points).toHaveLength(2);
  });

  it('draws a rectangle by one drag, but a small slip is a click', () => {
    const drag = (to: Point): Drawn => play({ on: 'tool', tool: 'zone' }, { on: 'drag', from: [0.1, 0.2], to });
    expect(drag([0.4, 0.6]).finished).toEqual({
      shape: 'zone',
      area: [
        [0.1, 0.2],
        [0.4, 0.2],
        [0.4, 0.6],
        [0.1, 0.6],
      ],
    });
    expect(drag([0.105, 0.2]).drawing.points).toEqual([[0.105, 0.2]]);
  });

  it('ends a line with its second point and a calibration with its fourth', () => {
    expect(play({ on: 'tool', tool: 'line' }, point(0.1, 0.1), point(0.9, 0.1)).finished).toEqual({
      shape: 'line',
      from: [0.1, 0.1],
      to: [0.9, 0.1],
    });
    const four = play(
      { on: 'tool', tool: 'calibrate' },
      point(0.1, 0.9),
      point(0.9, 0.9),
      point(0.7, 0.4),
      point(0.3, 0.4),
    );
    expect(four.finished?.shape).toBe('calibrate');
  });

  it('works without a pointer: move the cross, set points, finish', () => {
    const { finished } = play(
      { on: 'tool', tool: 'zone' },
      { on: 'setHere' },
      { on: 'setHere' },
      { on: 'step', dx: 0.2, dy: 0 },
      { on: 'setHere' },
      { on: 'step', dx: 0, dy: 0.2 },
      { on: 'setHere' },
      { on: 'finish' },
    );
    expect(finished).toEqual({
      shape: 'zone',
      area: [
        [0.5, 0.5],
        [0.7, 0.5],
        [0.7, 0.7],
      ],
    });
  });

  it('takes points back, then the whole shape, then the tool', () => {
    const two = play({ on: 'tool', tool: 'zone' }, point(0.1, 0.1), point(0.5, 0.1));
    expect(draw(two.drawing, { on: 'back' }).drawing.points).toHaveLength(1);
    const none = draw(two.drawing, { on: 'stop' }).drawing;
    expect(none).toMatchObject({ tool: 'zone', points: [] });
    expect(draw(none, { on: 'stop' }).drawing.tool).toBe('select');
  });

  it('takes a double click as the end, not as two corners', () => {
    const { finished } = play(
      { on: 'tool', tool: 'zone' },
      point(0.1, 0.1),
      point(0.5, 0.1),
      point(0.5, 0.5),
      point(0.5, 0.5),
    );
    expect(finished).toMatchObject({
      area: [
        [0.1, 0.1],
        [0.5, 0.1],
        [0.5, 0.5],
      ],
    });
  });
});
