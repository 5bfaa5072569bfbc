import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { api, useCameras, useMe, type Camera, type Listing, type RuleKind } from '../../../api';
import { EmptyState, Page, StateMark, StateView, toast, toastUndo, useKeys, type KeyBinding } from '../../../app';
import { t } from '../../../words';
import { CalibrationPanel } from './CalibrationPanel';
import {
  applyCommand,
  faultCount,
  findPart,
  freeName,
  isDirty,
  sceneFaults,
  startDraft,
  type Command,
  type Draft,
  type PartRef,
} from './draft';
import { draw, IDLE, type DrawEvent, type Drawing, type Finished, type Tool } from './drawing';
import { usualArrow } from './geometry';
import { rectangleMarks } from './homography';
import { keepDraft, keptDraft } from './kept';
import { FirstSteps, PartsPanel } from './PartsPanel';
import { SaveBar, Troubles } from './SaveBar';
import { SceneBackground } from './SceneBackground';
import { SceneStage } from './SceneStage';
import { ToolBar } from './ToolBar';
import { useSaveScene, useSceneDocument, type SceneDocument } from './useSceneDocument';
import './scene.css';

/** Where zones, lanes, lines, calibration and rules of one camera are drawn and chosen. */
export function ScenePage() {
  const { cameraId } = useParams({ strict: false }) as { cameraId: string };
  const cameras = useCameras();
  const camera = cameras.data?.find((each) => each.id === cameraId);
  const document = useSceneDocument(cameraId);
  const kinds = useQuery({
    queryKey: ['ruleKinds'],
    queryFn: ({ signal }) => api.get<Listing<RuleKind> | RuleKind[]>('/rule-kinds', undefined, signal),
    select: (answer) => (Array.isArray(answer) ? answer : answer.items),
    staleTime: Infinity,
  });
  const both =
    document.data && kinds.data && camera ? { document: document.data, kinds: kinds.data, camera } : undefined;
  if (both) return <Editor key={cameraId} {...both} />;
  const gone = cameras.data && !camera;
  return (
    <Page title={t('cameras.toScene')} actions={<BackToCamera cameraId={cameraId} />}>
      {gone ? (
        <EmptyState title={t('cameras.gone')}>{t('cameras.goneWhy')}</EmptyState>
      ) : (
        <StateView
          of={{
            data: both,
            error: cameras.error ?? document.error ?? kinds.error,
            isPending: document.isPending,
            refetch: () => Promise.all([cameras.refetch(), document.refetch(), kinds.refetch()]),
          }}
        >
          {() => null}
        </StateView>
      )}
    </Page>
  );
}

function BackToCamera({ cameraId }: { cameraId: string }) {
  return (
    <Button
      component={Link}
      to="/cameras/$cameraId"
      params={{ cameraId } as never}
      variant="default"
      leftSection={<IconArrowLeft size={16} aria-hidden />}
    >
      {t('cameras.one')}
    </Button>
  );
}

interface EditorProps {
  camera: Camera;
  document: SceneDocument;
  kinds: RuleKind[];
}

function firstDraft({ camera, document }: EditorProps): Draft {
  const kept = keptDraft(camera.id);
  const start = startDraft(document.scene);
  return kept && kept.version === document.version ? applyCommand(start, { do: 'replace', scene: kept.scene }) : start;
}

function Editor(props: EditorProps) {
  const { camera, document, kinds } = props;
  const editable = useMe().rights.includes('EDIT_SCENES');
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const [draft, run] = useReducer(applyCommand, props, firstDraft);
  const [drawing, setDrawing] = useState<Drawing>(IDLE);
  const [live, setLive] = useState(false);
  const [grid, setGrid] = useState(false);
  const [taken, setTaken] = useState(0);
  const [ratio, setRatio] = useState(
    camera.rates?.widthPx && camera.rates.heightPx ? camera.rates.widthPx / camera.rates.heightPx : 16 / 9,
  );
  const stage = useRef<HTMLDivElement>(null);
  const saving = useSaveScene(camera.id, (scene) => {
    run({ do: 'saved', scene });
    toast(t('cameras.scene.saved'));
  });
  const faults = useMemo(() => sceneFaults(draft.scene, kinds), [draft.scene, kinds]);
  const wrong = faultCount(faults);
  const dirty = isDirty(draft);
  useKeptDraft(camera.id, draft, document.version, dirty);

  const choose = useCallback((tool: Tool): void => {
    setDrawing(draw(IDLE, { on: 'tool', tool }).drawing);
    run({ do: 'select', part: null });
    if (tool !== 'select') stage.current?.focus();
  }, []);
  const onDraw = (event: DrawEvent): void => {
    const { drawing: next, finished } = draw(drawing, event);
    setDrawing(next);
    if (!finished) return;
    run(added(draft, finished, ratio));
    if (finished.shape === 'calibrate') setGrid(true);
  };
  const removePart = (part: PartRef): void => {
    const name = findPart(draft.scene, part)?.name ?? '';
    run({ do: 'remove', part });
    toastUndo(t('cameras.scene.removed', { name }), async () => run({ do: 'undo' }));
  };
  const removeRule = (id: string): void => {
    const name = draft.scene.rules.find((rule) => rule.id === id)?.name ?? '';
    run({ do: 'removeRule', id });
    toastUndo(t('cameras.scene.rules.removed', { name }), async () => run({ do: 'undo' }));
  };
  const save = (): void => {
    if (editable && dirty && wrong === 0) void saving.save(draft.scene, document.version);
  };
  useKeys(
    sceneKeys({
      editable,
      draft,
      drawing,
      choose,
      onDraw,
      run,
      removePart,
      save,
      onLive: () => setLive((before) => !before),
    }),
  );
  const panel = {
    draft,
    faults,
    kinds,
    editable,
    run,
    onRemovePart: removePart,
    onRemoveRule: removeRule,
    openRule: typeof address['rule'] === 'string' ? address['rule'] : null,
  };
  useLinkedRule(panel.openRule, draft, run);
  const { scene } = draft;
  const empty = scene.zones.length + scene.lines.length + scene.lanes.length === 0;
  return (
    <Page
      title={t('cameras.scene.title', { camera: camera.name })}
      flush
      beside={
        editable ? (
          <SavedMark dirty={dirty} wrong={wrong} />
        ) : (
          <span className="v-quiet">{t('cameras.scene.readOnly')}</span>
        )
      }
      actions={
        <>
          <SaveBar
            camera={camera}
            draft={draft}
            editable={editable}
            dirty={dirty}
            wrong={wrong}
            saving={saving.state.is === 'saving'}
            run={run}
            onSave={save}
            onImport={(text) => void importYaml(saving, text, document)}
          />
          <BackToCamera cameraId={camera.id} />
        </>
      }
    >
      <div className="v-editor">
        <div className="v-editor-main">
          <Troubles
            saving={saving}
            onMine={(theirs) => void saving.save(draft.scene, theirs.version)}
            onTheirs={(theirs) => {
              run({ do: 'replace', scene: theirs.scene });
              void saving.settle(theirs);
            }}
          />
          <ToolBar
            tool={drawing.tool}
            editable={editable}
            live={live}
            onTool={choose}
            onLive={setLive}
            onNewStill={() => setTaken(taken + 1)}
          />
          <div className="v-editor-frame">
            <SceneStage
              scene={scene}
              selected={draft.selected}
              faults={faults}
              drawing={drawing}
              editable={editable}
              ratio={ratio}
              showCalibration={drawing.tool === 'select' && grid}
              run={run}
              draw={onDraw}
              stageRef={stage}
            >
              <SceneBackground camera={camera} live={live} taken={taken} onRatio={setRatio} />
            </SceneStage>
          </div>
          <Hint drawing={drawing} selected={draft.selected !== null && editable} />
        </div>
        <aside className="v-editor-side" aria-label={t('cameras.scene.parts')}>
          {empty && editable && <FirstSteps onTool={choose} />}
          <PartsPanel {...panel} />
          <CalibrationPanel {...panel} shown={grid} onShow={setGrid} onStart={() => choose('calibrate')} />
        </aside>
      </div>
    </Page>
  );
}

function importYaml(saving: ReturnType<typeof useSaveScene>, text: string, before: SceneDocument): Promise<void> {
  return saving.importYaml(text, before.version).then((done) => {
    if (done) toastUndo(t('cameras.scene.imported'), () => saving.save(before.scene, null));
  });
}

function useKeptDraft(camera: string, draft: Draft, version: string | null, dirty: boolean): void {
  useEffect(() => {
    const timer = setTimeout(() => keepDraft(camera, dirty ? { scene: draft.scene, version } : null), 300);
    return () => clearTimeout(timer);
  }, [camera, draft.scene, version, dirty]);
}

/** A link from an alert names its rule: the part it speaks of is opened. */
function useLinkedRule(rule: string | null, draft: Draft, run: (command: Command) => void): void {
  const once = useRef(false);
  useEffect(() => {
    if (once.current || !rule) return;
    once.current = true;
    const part = draft.scene.rules.find((each) => each.id === rule)?.part;
    const zone = draft.scene.zones.findIndex((each) => each.name === part);
    const lane = draft.scene.lanes.findIndex((each) => each.name === part);
    if (zone >= 0) run({ do: 'select', part: { kind: 'zone', index: zone } });
    else if (lane >= 0) run({ do: 'select', part: { kind: 'lane', index: lane } });
  }, [rule, draft.scene, run]);
}

function added(draft: Draft, finished: Finished, ratio: number): Command {
  const name = (tool: 'zone' | 'lane' | 'line'): string => freeName(draft.scene, t(`cameras.scene.kind.${tool}`));
  switch (finished.shape) {
    case 'zone':
      return { do: 'addZone', area: finished.area, name: name('zone') };
    case 'lane':
      return { do: 'addLane', area: finished.area, ...usualArrow(finished.area, ratio), name: name('lane') };
    case 'line':
      return { do: 'addLine', from: finished.from, to: finished.to, name: name('line') };
    case 'calibrate':
      return { do: 'calibrate', calibration: { points: rectangleMarks(finished.points, 10, 10) } };
  }
}

function SavedMark({ dirty, wrong }: { dirty: boolean; wrong: number }) {
  if (wrong > 0) return <StateMark tone="bad">{t('cameras.scene.faults', { n: wrong })}</StateMark>;
  return dirty ? (
    <StateMark tone="warn">{t('cameras.scene.dirty')}</StateMark>
  ) : (
    <StateMark tone="good">{t('cameras.scene.clean')}</StateMark>
  );
}

function Hint({ drawing, selected }: { drawing: Drawing; selected: boolean }) {
  if (drawing.tool !== 'select') {
    return (
      <p className="v-editor-hint">
        {t(`cameras.scene.hint.${drawing.tool}`)} <span className="v-quiet">{t('cameras.scene.hint.keyboard')}</span>
      </p>
    );
  }
  return <p className="v-editor-hint v-quiet">{selected ? t('cameras.scene.hint.selected') : '\u00a0'}</p>;
}

function sceneKeys(use: {
  editable: boolean;
  draft: Draft;
  drawing: Drawing;
  choose: (tool: Tool) => void;
  onDraw: (event: DrawEvent) => void;
  run: (command: Command) => void;
  removePart: (part: PartRef) => void;
  save: () => void;
  onLive: () => void;
}): KeyBinding[] {
  const { draft, choose, run } = use;
  const { selected } = draft;
  const look: KeyBinding[] = [{ key: 'v', does: t('cameras.scene.keys.still'), run: use.onLive }];
  if (!use.editable) return look;
  return [
    { key: 'z', does: t('cameras.scene.keys.zone'), run: () => choose('zone') },
    { key: 'n', does: t('cameras.scene.keys.lane'), run: () => choose('lane') },
    { key: 'l', does: t('cameras.scene.keys.line'), run: () => choose('line') },
    { key: 'c', does: t('cameras.scene.keys.calibrate'), run: () => choose('calibrate') },
    { key: 's', does: t('cameras.scene.keys.select'), run: () => choose('select') },
    ...look,
    { key: 't', does: t('cameras.scene.keys.turn'), run: () => selected && run({ do: 'turnRound', part: selected }) },
    { key: 'Delete', does: t('cameras.scene.keys.remove'), run: () => selected && use.removePart(selected) },
    { key: 'Ctrl+z', does: t('cameras.scene.keys.undo'), run: () => run({ do: 'undo' }) },
    { key: 'Ctrl+y', does: t('cameras.scene.keys.redo'), run: () => run({ do: 'redo' }) },
    { key: 'Ctrl+s', does: t('cameras.scene.keys.save'), run: use.save, inFields: true },
    {
      key: 'Escape',
      does: t('cameras.scene.keys.stop'),
      run: () => (use.drawing.tool === 'select' ? run({ do: 'select', part: null }) : use.onDraw({ on: 'stop' })),
    },
  ];
}
