/**
 * Rules of a scene: the form is made from the kinds that the server lists, so a new kind or setting needs no new
 * screen. Limits are inclusive, units are the server's words.
 */
import type { ObjectClass, Rule, RuleKind, RuleSetting, Severity } from '../../../api';

export const OBJECT_CLASSES: readonly ObjectClass[] = ['PERSON', 'BICYCLE', 'CAR', 'MOTORCYCLE', 'BUS', 'TRUCK'];

export type SettingFault =
  | { code: 'settingUnknown'; setting: string }
  | { code: 'settingOutside'; setting: string; min: number; max: number; unit: string };

export function settingFaults(kind: RuleKind, settings: Record<string, number>): SettingFault[] {
  return Object.entries(settings).flatMap(([name, value]): SettingFault[] => {
    const setting = kind.settings.find((known) => known.name === name);
    if (!setting) {
      return [{ code: 'settingUnknown', setting: name }];
    }
    return value >= setting.min && value <= setting.max
      ? []
      : [{ code: 'settingOutside', setting: name, min: setting.min, max: setting.max, unit: setting.unit }];
  });
}

export function settingValue(setting: RuleSetting, settings: Record<string, number>): number {
  return settings[setting.name] ?? setting.usual;
}

/** Keeps only what differs from the usual value, so that a later better default reaches this rule. */
export function withSetting(
  settings: Record<string, number>,
  setting: RuleSetting,
  value: number,
): Record<string, number> {
  const others = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== setting.name));
  return value === setting.usual ? others : { ...others, [setting.name]: value };
}

/** Kinds that may speak of a part, most severe first. */
export function kindsFor(kinds: readonly RuleKind[], target: RuleKind['appliesTo']): RuleKind[] {
  const order: Severity[] = ['CRITICAL', 'MAJOR', 'MINOR', 'INFO'];
  return kinds
    .filter((kind) => kind.appliesTo === target)
    .sort((a, b) => order.indexOf(a.usualSeverity) - order.indexOf(b.usualSeverity));
}

/** An id that is unique in the city; also without a secure context, where randomUUID is missing. */
export function newRuleId(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (b) => crypto.getRandomValues(b),
): string {
  const bytes = random(new Uint8Array(10));
  return `rule-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function newRule(kind: RuleKind, part: string | null, name: string, id = newRuleId()): Rule {
  return { id, kind: kind.kind, name, part, severity: kind.usualSeverity, enabled: true, classes: [], settings: {} };
}

/** A speed in km/h, a share in percent…: how a step of the number field should be for a setting. */
export function stepOf(setting: RuleSetting): number {
  const span = setting.max - setting.min;
  if (span <= 2) {
    return 0.05;
  }
  return Number.isInteger(setting.usual) && Number.isInteger(setting.min) ? 1 : 0.1;
}
