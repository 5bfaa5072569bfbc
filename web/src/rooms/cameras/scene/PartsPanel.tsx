import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconArrowsExchange, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RuleKind, Scene } from '../../../api';
import { KeyCap } from '../../../app';
import { t } from '../../../words';
import {
  findPart,
  partKey,
  type Command,
  type Draft,
  type Part,
  type PartKind,
  type PartRef,
  type SceneFaults,
} from './draft';
import { faultText } from './faults';
import { groundView, metresBetween, squareMetres } from './homography';
import { RulesOf } from './RulesOf';

export interface PanelProps {
  draft: Draft;
  faults: SceneFaults;
  kinds: RuleKind[];
  editable: boolean;
  run: (command: Command) => void;
  onRemovePart: (part: PartRef) => void;
  onRemoveRule: (id: string) => void;
  /** A rule that a link asked for: shown open. */
  openRule: string | null;
}

const ORDER: readonly PartKind[] = ['zone', 'lane', 'line'];

/** Everything drawn, by kind; the selected part is open with its name, size, faults and rules. */
export function PartsPanel(props: PanelProps) {
  const { scene } = props.draft;
  const lists = { zone: scene.zones, lane: scene.lanes, line: scene.lines };
  return (
    <>
      {ORDER.filter((kind) => lists[kind].length > 0).map((kind) => (
        <section key={kind} aria-label={t(`cameras.scene.kinds.${kind}`)}>
          <h2>{t(`cameras.scene.kinds.${kind}`)}</h2>
          <ul className="v-parts">
            {lists[kind].map((part, index) => (
              <PartItem key={index} {...props} part={{ kind, index }} shape={part} />
            ))}
          </ul>
        </section>
      ))}
      <section aria-label={t('cameras.scene.rules.camera')}>
        <h2>{t('cameras.scene.rules.camera')}</h2>
        <p className="v-quiet v-editor-note">{t('cameras.scene.rules.cameraHelp')}</p>
        <RulesOf {...props} target="CAMERA" part={null} />
      </section>
    </>
  );
}

function PartItem(props: PanelProps & { part: PartRef; shape: Part }) {
  const { draft, faults, part, shape, run } = props;
  const open = draft.selected !== null && partKey(draft.selected) === partKey(part);
  const wrong = faults.parts[partKey(part)] ?? [];
  const rules = part.kind === 'line' ? [] : draft.scene.rules.filter((rule) => rule.part === shape.name);
  return (
    <li className="v-partitem" data-open={open || undefined}>
      <button
        type="button"
        className="v-partitem-head"
        aria-expanded={open}
        onClick={() => run({ do: 'select', part: open ? null : part })}
      >
        <span className="v-partitem-name">{shape.name || t('cameras.scene.fault.nameMissing')}</span>
        {wrong.length > 0 && (
          <IconAlertTriangle size={16} aria-label={t('cameras.scene.faults', { n: wrong.length })} />
        )}
        {part.kind !== 'line' && (
          <span className="v-quiet">
            {rules.length === 0 ? t('cameras.scene.noRules') : t('cameras.scene.rulesCount', { n: rules.length })}
          </span>
        )}
      </button>
      {open && <PartEditor {...props} />}
    </li>
  );
}

function PartEditor(props: PanelProps & { part: PartRef; shape: Part }) {
  const { draft, faults, part, shape, run, editable, onRemovePart } = props;
  const wrong = faults.parts[partKey(part)] ?? [];
  const nameFault = wrong.find((fault) => fault.code.startsWith('name'));
  return (
    <div className="v-partitem-body">
      {editable && (
        <div className="v-partitem-row" data-tight>
          <TextInput
            flex={1}
            aria-label={t('cameras.scene.nameField')}
            value={shape.name}
            maxLength={80}
            error={nameFault ? faultText(nameFault) : undefined}
            onChange={(event) =>
              run({ do: 'rename', part, name: event.currentTarget.value, gesture: `name-${partKey(part)}` })
            }
            onBlur={() => run({ do: 'endGesture' })}
          />
          {part.kind !== 'zone' && (
            <Button
              variant="default"
              px={9}
              title={`${t('cameras.scene.turn')} (T)`}
              aria-label={t('cameras.scene.turn')}
              onClick={() => run({ do: 'turnRound', part })}
            >
              <IconArrowsExchange size={17} aria-hidden />
            </Button>
          )}
          <Button
            variant="default"
            px={9}
            title={t('cameras.scene.remove')}
            aria-label={`${t('cameras.scene.remove')}: ${shape.name}`}
            onClick={() => onRemovePart(part)}
          >
            <IconTrash size={17} aria-hidden />
          </Button>
        </div>
      )}
      <Faults>{wrong.filter((fault) => fault !== nameFault).map(faultText)}</Faults>
      <Size scene={draft.scene} part={part} />
      {part.kind === 'line' ? (
        <p className="v-quiet v-editor-note">{t('cameras.scene.rules.lineNone')}</p>
      ) : (
        <RulesOf {...props} target={part.kind === 'zone' ? 'ZONE' : 'LANE'} part={shape.name} />
      )}
    </div>
  );
}

export function Faults({ children }: { children: string[] }): ReactNode {
  return children.length === 0 ? null : (
    <ul className="v-faults" role="alert">
      {children.map((text) => (
        <li key={text}>
          <IconAlertTriangle size={15} aria-hidden /> {text}
        </li>
      ))}
    </ul>
  );
}

/** What the calibration says about the size of a part: a plain check that it is right. */
function Size({ scene, part }: { scene: Scene; part: PartRef }) {
  const shape = findPart(scene, part);
  const view = scene.calibration ? groundView(scene.calibration.points) : null;
  if (!shape || !view) return null;
  const size =
    'entry' in shape
      ? sized('cameras.scene.length', metresBetween(view, shape.entry, shape.exit))
      : 'area' in shape
        ? sized('cameras.scene.area', squareMetres(view, shape.area))
        : sized('cameras.scene.length', metresBetween(view, shape.from, shape.to));
  return <p className="v-quiet v-editor-note">{size}</p>;
}

function sized(word: 'cameras.scene.length' | 'cameras.scene.area', value: number | null): string {
  return value === null
    ? t('cameras.scene.aboveHorizon')
    : t(word, { n: value < 10 ? value.toFixed(1) : Math.round(value) });
}

/** The empty screen teaches what each tool is for. */
export function FirstSteps(props: { onTool: (tool: 'zone' | 'lane' | 'line') => void }) {
  const steps = [
    { tool: 'zone', key: 'z' },
    { tool: 'lane', key: 'n' },
    { tool: 'line', key: 'l' },
  ] as const;
  return (
    <section className="v-editor-first" aria-label={t('cameras.scene.empty.title')}>
      <h2>{t('cameras.scene.empty.title')}</h2>
      {steps.map(({ tool, key }) => (
        <button type="button" key={tool} className="v-editor-step" onClick={() => props.onTool(tool)}>
          <KeyCap keys={key} />
          <span>
            <strong>{t(`cameras.scene.tool.${tool}`)}</strong>
            <br />
            {t(`cameras.scene.empty.${tool}`)}
          </span>
        </button>
      ))}
      <p className="v-quiet">{t('cameras.scene.empty.then')}</p>
    </section>
  );
}
