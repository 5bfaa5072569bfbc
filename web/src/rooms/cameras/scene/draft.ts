/**
 * A scene while somebody edits it: every change can be undone, a drag is one step, and what is wrong is known at the
 * part where it is wrong. Pure: the screen only draws it and sends commands.
 */
import type { Lane, Line, Rule, RuleKind, Scene, Zone } from '../../../api';
import {
  areaFaults,
  laneFaults,
  lineFaults,
  MAX_NAME_LENGTH,
  moved,
  withCorner,
  withCornerAfter,
  withoutCorner,
  type Point,
  type ShapeFault,
} from './geometry';
import { calibrationFaults, type Calibration, type CalibrationFault } from './homography';
import { settingFaults, type SettingFault } from './rules';

export type PartKind = 'zone' | 'line' | 'lane';

/** A part by its kind and place in the list: names may be empty or doubled while they are being typed. */
export interface PartRef {
  kind: PartKind;
  index: number;
}

export interface Draft {
  scene: Scene;
  /** As the server has it; the draft is dirty when it differs. */
  saved: Scene;
  past: Scene[];
  future: Scene[];
  selected: PartRef | null;
  /** Set during a drag or while typing: further changes with the same word join the same undo step. */
  gesture: string | null;
}

export type Command =
  | { do: 'select'; part: PartRef | null }
  | { do: 'addZone'; area: Point[]; name: string }
  | { do: 'addLine'; from: Point; to: Point; name: string }
  | { do: 'addLane'; area: Point[]; entry: Point; exit: Point; name: string }
  | { do: 'rename'; part: PartRef; name: string; gesture?: string }
  | { do: 'remove'; part: PartRef }
  | { do: 'moveHandle'; part: PartRef; handle: Handle; to: Point; gesture?: string }
  | { do: 'movePart'; part: PartRef; dx: number; dy: number; gesture?: string }
  | { do: 'insertCorner'; part: PartRef; after: number; where?: Point }
  | { do: 'removeCorner'; part: PartRef; corner: number }
  | { do: 'turnRound'; part: PartRef }
  | { do: 'calibrate'; calibration: Calibration | null; gesture?: string }
  | { do: 'addRule'; rule: Rule }
  | { do: 'changeRule'; id: string; change: Partial<Rule>; gesture?: string }
  | { do: 'removeRule'; id: string }
  | { do: 'replace'; scene: Scene }
  | { do: 'endGesture' }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'saved'; scene: Scene };

/** A thing that can be dragged: a corner of an area, or an end of a line or arrow. */
export type Handle = { corner: number } | { end: 'from' | 'to' | 'entry' | 'exit' };

const MAX_UNDO = 200;

export function startDraft(scene: Scene): Draft {
  return { scene, saved: scene, past: [], future: [], selected: null, gesture: null };
}

export function isDirty(draft: Draft): boolean {
  return JSON.stringify(draft.scene) !== JSON.stringify(draft.saved);
}

export function applyCommand(draft: Draft, command: Command): Draft {
  switch (command.do) {
    case 'select':
      return { ...draft, selected: command.part, gesture: null };
    case 'endGesture':
      return { ...draft, gesture: null };
    case 'undo': {
      const previous = draft.past.at(-1);
      return previous ? travel(draft, previous, draft.past.slice(0, -1), [draft.scene, ...draft.future]) : draft;
    }
    case 'redo': {
      const next = draft.future[0];
      return next ? travel(draft, next, [...draft.past, draft.scene], draft.future.slice(1)) : draft;
    }
    case 'saved':
      return { ...draft, saved: command.scene, gesture: null };
    default: {
      const scene = change(draft.scene, command);
      const gesture = 'gesture' in command ? (command.gesture ?? null) : null;
      if (JSON.stringify(scene) === JSON.stringify(draft.scene)) {
        return draft;
      }
      const joins = gesture !== null && gesture === draft.gesture;
      return {
        ...draft,
        scene,
        past: joins ? draft.past : [...draft.past, draft.scene].slice(-MAX_UNDO),
        future: [],
        gesture,
        selected: selectionAfter(draft, command, scene),
      };
    }
  }
}

function travel(draft: Draft, scene: Scene, past: Scene[], future: Scene[]): Draft {
  const selected = draft.selected && findPart(scene, draft.selected) ? draft.selected : null;
  return { ...draft, scene, past, future, selected, gesture: null };
}

function selectionAfter(draft: Draft, command: Command, scene: Scene): PartRef | null {
  switch (command.do) {
    case 'addZone':
      return { kind: 'zone', index: scene.zones.length - 1 };
    case 'addLine':
      return { kind: 'line', index: scene.lines.length - 1 };
    case 'addLane':
      return { kind: 'lane', index: scene.lanes.length - 1 };
    case 'remove':
    case 'replace':
      return null;
    default:
      return draft.selected;
  }
}

function change(scene: Scene, command: Command): Scene {
  switch (command.do) {
    case 'addZone':
      return { ...scene, zones: [...scene.zones, { name: command.name, area: command.area }] };
    case 'addLine':
      return { ...scene, lines: [...scene.lines, { name: command.name, from: command.from, to: command.to }] };
    case 'addLane': {
      const { name, area, entry, exit } = command;
      return { ...scene, lanes: [...scene.lanes, { name, area, entry, exit }] };
    }
    case 'rename':
      return renamed(scene, command.part, command.name);
    case 'remove':
      return removed(scene, command.part);
    case 'moveHandle':
      return changedPart(scene, command.part, (part) => withHandle(part, command.handle, command.to));
    case 'movePart':
      return changedPart(scene, command.part, (part) => movedPart(part, command.dx, command.dy));
    case 'insertCorner':
      return changedArea(scene, command.part, (area) => withCornerAfter(area, command.after, command.where));
    case 'removeCorner':
      return changedArea(scene, command.part, (area) => withoutCorner(area, command.corner));
    case 'turnRound':
      return changedPart(scene, command.part, turnedRound);
    case 'calibrate':
      return { ...scene, calibration: command.calibration };
    case 'addRule':
      return { ...scene, rules: [...scene.rules, command.rule] };
    case 'changeRule':
      return {
        ...scene,
        rules: scene.rules.map((rule) => (rule.id === command.id ? { ...rule, ...command.change } : rule)),
      };
    case 'removeRule':
      return { ...scene, rules: scene.rules.filter((rule) => rule.id !== command.id) };
    case 'replace':
      return { ...command.scene, camera: scene.camera };
    default:
      return scene;
  }
}

export type Part = Zone | Line | Lane;

export function findPart(scene: Scene, ref: PartRef): Part | undefined {
  return listOf(scene, ref.kind)[ref.index];
}

function listOf(scene: Scene, kind: PartKind): Part[] {
  return kind === 'zone' ? scene.zones : kind === 'line' ? scene.lines : scene.lanes;
}

/** Corners of a zone or lane; none for a line. */
export function cornersOf(part: Part): Point[] {
  return 'area' in part ? part.area : [];
}

function changedPart(scene: Scene, ref: PartRef, edit: (part: Part) => Part): Scene {
  const list = listOf(scene, ref.kind).map((part, i) => (i === ref.index ? edit(part) : part));
  return ref.kind === 'zone'
    ? { ...scene, zones: list as Zone[] }
    : ref.kind === 'line'
      ? { ...scene, lines: list as Line[] }
      : { ...scene, lanes: list as Lane[] };
}

function changedArea(scene: Scene, ref: PartRef, edit: (area: Point[]) => Point[]): Scene {
  return changedPart(scene, ref, (part) => ('area' in part ? { ...part, area: edit(part.area) } : part));
}

function withHandle(part: Part, handle: Handle, to: Point): Part {
  if ('corner' in handle) {
    return 'area' in part ? { ...part, area: withCorner(part.area, handle.corner, to) } : part;
  }
  const [end] = withCorner([to], 0, to);
  return { ...part, [handle.end]: end };
}

function movedPart(part: Part, dx: number, dy: number): Part {
  if ('entry' in part) {
    const points = moved([...part.area, part.entry, part.exit], dx, dy);
    const [entry, exit] = points.slice(-2) as [Point, Point];
    return { ...part, area: points.slice(0, -2), entry, exit };
  }
  if ('area' in part) {
    return { ...part, area: moved(part.area, dx, dy) };
  }
  const [from, to] = moved([part.from, part.to], dx, dy) as [Point, Point];
  return { ...part, from, to };
}

function turnedRound(part: Part): Part {
  if ('entry' in part) {
    return { ...part, entry: part.exit, exit: part.entry };
  }
  return 'from' in part ? { ...part, from: part.to, to: part.from } : part;
}

/** Rules follow the new name of the part that they speak of. */
function renamed(scene: Scene, ref: PartRef, name: string): Scene {
  const before = findPart(scene, ref)?.name;
  const next = changedPart(scene, ref, (part) => ({ ...part, name }));
  return before === undefined || !isOnly(scene, before)
    ? next
    : { ...next, rules: next.rules.map((rule) => (rule.part === before ? { ...rule, part: name } : rule)) };
}

/** Rules of a part go with it; undo brings both back. */
function removed(scene: Scene, ref: PartRef): Scene {
  const name = findPart(scene, ref)?.name;
  const without = <T>(list: T[], kind: PartKind): T[] =>
    ref.kind === kind ? list.filter((_, i) => i !== ref.index) : list;
  return {
    ...scene,
    zones: without(scene.zones, 'zone'),
    lines: without(scene.lines, 'line'),
    lanes: without(scene.lanes, 'lane'),
    rules: name !== undefined && isOnly(scene, name) ? scene.rules.filter((rule) => rule.part !== name) : scene.rules,
  };
}

function isOnly(scene: Scene, name: string): boolean {
  return allParts(scene).filter((part) => part.name === name).length === 1;
}

function allParts(scene: Scene): Part[] {
  return [...scene.zones, ...scene.lines, ...scene.lanes];
}

/** "Zone 3": the first number that is free among all parts. */
export function freeName(scene: Scene, word: string): string {
  const taken = new Set(allParts(scene).map((part) => part.name));
  let n = 1;
  while (taken.has(`${word} ${n}`)) {
    n++;
  }
  return `${word} ${n}`;
}

export type NameFault = { code: 'nameMissing' } | { code: 'nameTooLong'; limit: number } | { code: 'nameTaken' };

/** What is wrong, and where: the key is `zone:0`, `lane:2`, `rule:<id>` or `calibration`. */
export interface SceneFaults {
  parts: Record<string, (ShapeFault | NameFault)[]>;
  rules: Record<string, (SettingFault | { code: 'partMissing' } | { code: 'noClasses' })[]>;
  calibration: CalibrationFault[];
}

export function partKey(ref: PartRef): string {
  return `${ref.kind}:${ref.index}`;
}

export function sceneFaults(scene: Scene, kinds: readonly RuleKind[]): SceneFaults {
  const faults: SceneFaults = { parts: {}, rules: {}, calibration: [] };
  const note = (ref: PartRef, part: Part, shape: ShapeFault[]): void => {
    const all = [...nameFaults(scene, part.name), ...shape];
    if (all.length > 0) {
      faults.parts[partKey(ref)] = all;
    }
  };
  scene.zones.forEach((zone, index) => note({ kind: 'zone', index }, zone, areaFaults(zone.area)));
  scene.lines.forEach((line, index) => note({ kind: 'line', index }, line, lineFaults(line.from, line.to)));
  scene.lanes.forEach((lane, index) =>
    note({ kind: 'lane', index }, lane, laneFaults(lane.area, lane.entry, lane.exit)),
  );
  for (const rule of scene.rules) {
    const kind = kinds.find((known) => known.kind === rule.kind);
    const all: SceneFaults['rules'][string] = kind ? [...settingFaults(kind, rule.settings)] : [];
    const list = kind?.appliesTo === 'LANE' ? scene.lanes : kind?.appliesTo === 'ZONE' ? scene.zones : null;
    if (list && !list.some((part) => part.name === rule.part)) {
      all.push({ code: 'partMissing' });
    }
    if (all.length > 0) {
      faults.rules[rule.id] = all;
    }
  }
  if (scene.calibration) {
    faults.calibration = calibrationFaults(scene.calibration.points);
  }
  return faults;
}

function nameFaults(scene: Scene, name: string): NameFault[] {
  if (name.trim() === '') {
    return [{ code: 'nameMissing' }];
  }
  if (name.length > MAX_NAME_LENGTH) {
    return [{ code: 'nameTooLong', limit: MAX_NAME_LENGTH }];
  }
  return isOnly(scene, name) ? [] : [{ code: 'nameTaken' }];
}

export function faultCount(faults: SceneFaults): number {
  return (
    Object.values(faults.parts).reduce((sum, list) => sum + list.length, 0) +
    Object.values(faults.rules).reduce((sum, list) => sum + list.length, 0) +
    faults.calibration.length
  );
}
