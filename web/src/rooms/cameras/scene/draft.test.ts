import { describe, expect, it } from 'vitest';
import { applyCommand, faultCount, findPart, freeName, isDirty, sceneFaults, startDraft, type Command } from './draft';
import { newRule, settingFaults, withSetting } from './rules';
import type { RuleKind, Scene } from '../../../api';
import type { Point } from './geometry';

const wrongWay: RuleKind = {
  kind: 'WRONG_WAY',
  appliesTo: 'LANE',
  usualSeverity: 'CRITICAL',
  settings: [{ name: 'minSeconds', unit: 's', usual: 0.6, min: 0, max: 60, meaning: 'How long' }],
};
const intrusion: RuleKind = {
  kind: 'INTRUSION',
  appliesTo: 'ZONE',
  usualSeverity: 'MAJOR',
  settings: [{ name: 'minSeconds', unit: 's', usual: 1, min: 0, max: 3600, meaning: 'How long' }],
};
const kinds = [wrongWay, intrusion];
const lawn: Point[] = [
  [0.1, 0.1],
  [0.5, 0.1],
  [0.5, 0.5],
];

function scene(): Scene {
  return {
    camera: 'plaza',
    calibration: null,
    zones: [{ name: 'lawn', area: lawn }],
    lines: [{ name: 'gate', from: [0.1, 0.9], to: [0.9, 0.9] }],
    lanes: [{ name: 'east', area: lawn, entry: [0.2, 0.12], exit: [0.4, 0.12] }],
    rules: [newRule(intrusion, 'lawn', 'Nobody on the lawn', 'r1')],
  };
}

function play(...commands: Command[]): ReturnType<typeof startDraft> {
  return commands.reduce(applyCommand, startDraft(scene()));
}

const zone = { kind: 'zone', index: 0 } as const;

describe('a scene being edited', () => {
  it('takes back and repeats every change', () => {
    const draft = play({ do: 'remove', part: zone });
    expect(draft.scene.zones).toEqual([]);
    expect(draft.scene.rules).toEqual([]);
    const back = applyCommand(draft, { do: 'undo' });
    expect(back.scene).toEqual(scene());
    expect(isDirty(back)).toBe(false);
    expect(applyCommand(back, { do: 'redo' }).scene).toEqual(draft.scene);
  });

  it('counts a drag as one step', () => {
    const drag = (x: number): Command => ({
      do: 'moveHandle',
      part: zone,
      handle: { corner: 0 },
      to: [x, 0.1],
      gesture: 'g1',
    });
    const draft = play(drag(0.12), drag(0.14), drag(0.16), { do: 'endGesture' });
    expect(draft.past).toHaveLength(1);
    expect(findPart(applyCommand(draft, { do: 'undo' }).scene, zone)).toEqual(scene().zones[0]);
    const second = applyCommand(draft, drag(0.2));
    expect(second.past).toHaveLength(2);
  });

  it('forgets the way forward after a new change', () => {
    const draft = play(
      { do: 'remove', part: zone },
      { do: 'undo' },
      { do: 'turnRound', part: { kind: 'lane', index: 0 } },
    );
    expect(applyCommand(draft, { do: 'redo' })).toBe(draft);
    expect(draft.scene.lanes[0]?.entry).toEqual([0.4, 0.12]);
  });

  it('takes rules along when a part gets a new name', () => {
    const draft = play({ do: 'rename', part: zone, name: 'grass' });
    expect(draft.scene.rules[0]?.part).toBe('grass');
    expect(faultCount(sceneFaults(draft.scene, kinds))).toBe(0);
  });

  it('moves a lane with its arrow and stops at the border', () => {
    const draft = play({ do: 'movePart', part: { kind: 'lane', index: 0 }, dx: -0.5, dy: 0 });
    expect(draft.scene.lanes[0]?.area[0]).toEqual([0, 0.1]);
    expect(draft.scene.lanes[0]?.entry).toEqual([0.1, 0.12]);
  });

  it('selects what was just drawn and names it by the next free number', () => {
    const name = freeName(scene(), 'Zone');
    const draft = play({ do: 'addZone', area: lawn, name });
    expect(draft.selected).toEqual({ kind: 'zone', index: 1 });
    expect(freeName(draft.scene, 'Zone')).toBe('Zone 2');
  });

  it('keeps its own camera when a document of another one is imported', () => {
    const draft = play({ do: 'replace', scene: { ...scene(), camera: 'other', zones: [], rules: [] } });
    expect(draft.scene.camera).toBe('plaza');
    expect(isDirty(draft)).toBe(true);
  });

  it('is clean again once saved', () => {
    const draft = play({ do: 'remove', part: zone });
    expect(isDirty(applyCommand(draft, { do: 'saved', scene: draft.scene }))).toBe(false);
  });
});

describe('what is wrong', () => {
  it('is said at the part', () => {
    const bad = scene();
    bad.zones.push({
      name: 'gate',
      area: [
        [0.2, 0.2],
        [0.8, 0.8],
        [0.8, 0.2],
        [0.3, 0.8],
      ],
    });
    const faults = sceneFaults(bad, kinds);
    expect(faults.parts['zone:1']?.map((fault) => fault.code)).toEqual(['nameTaken', 'edgesCross']);
    expect(faults.parts['line:0']).toEqual([{ code: 'nameTaken' }]);
    expect(faults.parts['zone:0']).toBeUndefined();
  });

  it('includes rules without a part and settings outside their limits', () => {
    const bad = scene();
    bad.rules.push({ ...newRule(wrongWay, 'west', 'x', 'r2'), settings: { minSeconds: 61 } });
    expect(sceneFaults(bad, kinds).rules['r2']?.map((fault) => fault.code)).toEqual(['settingOutside', 'partMissing']);
    expect(settingFaults(wrongWay, { speed: 3 })).toEqual([{ code: 'settingUnknown', setting: 'speed' }]);
  });

  it('includes names that are empty or too long', () => {
    const bad = scene();
    bad.lines[0] = { name: ' ', from: [0, 0], to: [1, 1] };
    bad.lanes[0] = { name: 'x'.repeat(61), area: lawn, entry: [0.1, 0.1], exit: [0.4, 0.1] };
    const faults = sceneFaults(bad, kinds);
    expect(faults.parts['line:0']).toEqual([{ code: 'nameMissing' }]);
    expect(faults.parts['lane:0']).toEqual([{ code: 'nameTooLong', limit: 60 }]);
  });
});

describe('settings', () => {
  it('keep only what differs from the usual value', () => {
    const [minSeconds] = wrongWay.settings;
    if (!minSeconds) throw new Error('known');
    expect(withSetting({}, minSeconds, 2)).toEqual({ minSeconds: 2 });
    expect(withSetting({ minSeconds: 2 }, minSeconds, 0.6)).toEqual({});
  });
});
