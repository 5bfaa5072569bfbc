import { Button, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { IconPerspective } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../../words';
import { calibrationFaultText } from './faults';
import { groundView, metresBetween, previewGrid, rectangleMarks, type Calibration } from './homography';
import { Faults, type PanelProps } from './PartsPanel';

/** Four points whose place on the ground is known; the grid in the picture shows whether it is right. */
export function CalibrationPanel(
  props: PanelProps & { shown: boolean; onShow: (shown: boolean) => void; onStart: () => void },
) {
  const { draft, faults, editable, run, shown, onShow, onStart } = props;
  const { calibration } = draft.scene;
  return (
    <section aria-label={t('cameras.scene.calibration.title')}>
      <h2>{t('cameras.scene.calibration.title')}</h2>
      {calibration && (
        <Switch
          mb={8}
          label={t('cameras.scene.calibration.show')}
          checked={shown}
          onChange={(event) => onShow(event.currentTarget.checked)}
        />
      )}
      {calibration ? (
        <Points calibration={calibration} editable={editable} run={run} faults={faults} />
      ) : (
        <p className="v-quiet v-editor-note">
          {t('cameras.scene.calibration.none')}. {t('cameras.scene.calibration.why')}
        </p>
      )}
      {editable && (
        <div className="v-partitem-row">
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPerspective size={16} aria-hidden />}
            onClick={onStart}
          >
            {t(calibration ? 'cameras.scene.calibration.again' : 'cameras.scene.calibration.start')}
          </Button>
          {calibration && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-md"
              onClick={() => run({ do: 'calibrate', calibration: null })}
            >
              {t('cameras.scene.calibration.remove')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Points(props: { calibration: Calibration } & Pick<PanelProps, 'editable' | 'run' | 'faults'>) {
  const { calibration, editable, run, faults } = props;
  const { points } = calibration;
  const size = rectangleOf(calibration);
  const [free, setFree] = useState(size === null);
  const view = groundView(points);
  const set = (next: Calibration, gesture: string): void => run({ do: 'calibrate', calibration: next, gesture });
  const rectangle = (width: number, length: number): void =>
    set(
      {
        points: rectangleMarks(
          points.map((mark) => mark.picture),
          width,
          length,
        ),
      },
      'rectangle',
    );
  return (
    <fieldset className="v-rule-form" disabled={!editable} aria-label={t('cameras.scene.calibration.title')}>
      <SegmentedControl
        size="xs"
        aria-label={t('cameras.scene.calibration.shape')}
        data={[
          { value: 'rectangle', label: t('cameras.scene.calibration.rectangle') },
          { value: 'free', label: t('cameras.scene.calibration.free') },
        ]}
        value={free ? 'free' : 'rectangle'}
        onChange={(value) => setFree(value === 'free')}
      />
      {free ? (
        <div className="v-calibration-points">
          {points.map((mark, i) => (
            <div key={i} className="v-partitem-row">
              {(['eastM', 'northM'] as const).map((axis) => (
                <NumberInput
                  key={axis}
                  label={t(`cameras.scene.calibration.${axis === 'eastM' ? 'east' : 'north'}`, { n: i + 1 })}
                  suffix=" m"
                  value={mark[axis]}
                  hideControls
                  onChange={(value) =>
                    value !== '' &&
                    set(
                      { points: points.map((other, j) => (j === i ? { ...other, [axis]: Number(value) } : other)) },
                      `free-${i}-${axis}`,
                    )
                  }
                />
              ))}
            </div>
          ))}
        </div>
      ) : (
        <div className="v-partitem-row">
          <NumberInput
            label={t('cameras.scene.calibration.width')}
            suffix=" m"
            min={0.5}
            value={size?.width ?? 10}
            onChange={(value) => value !== '' && rectangle(Number(value), size?.length ?? 10)}
          />
          <NumberInput
            label={t('cameras.scene.calibration.length')}
            suffix=" m"
            min={0.5}
            value={size?.length ?? 10}
            onChange={(value) => value !== '' && rectangle(size?.width ?? 10, Number(value))}
          />
        </div>
      )}
      <Faults>{faults.calibration.map(calibrationFaultText)}</Faults>
      {view && (
        <p className="v-quiet v-editor-note">
          {t('cameras.scene.calibration.grid', { n: previewGrid(view, points).stepM })}{' '}
          {t('cameras.scene.calibration.edges', {
            list: points
              .map((mark, i) => metresBetween(view, mark.picture, points[(i + 1) % 4]?.picture ?? mark.picture) ?? 0)
              .map((metres) => `${metres.toFixed(1)} m`)
              .join(', '),
          })}
        </p>
      )}
    </fieldset>
  );
}

/** Width and length when the four points are the rectangle of the simple form; null when measured one by one. */
function rectangleOf({ points }: Calibration): { width: number; length: number } | null {
  const [a, b, c] = points;
  if (!a || !b || !c) return null;
  const wanted = rectangleMarks(
    points.map((mark) => mark.picture),
    b.eastM,
    c.northM,
  );
  const same = wanted.every((mark, i) => mark.eastM === points[i]?.eastM && mark.northM === points[i]?.northM);
  return same ? { width: b.eastM, length: c.northM } : null;
}
