import { ActionIcon, Button, SegmentedControl, Select, Switch } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconRewindBackward10,
  IconRewindForward10,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { JumpTarget } from '../../api';
import { KeyCap } from '../../app';
import { t } from '../../words';
import { SPEEDS, type Playback, type PlaybackState } from '../../video';
import { dateOf, exactTime, lengths, zoneOf } from './scale';

export const JUMPS: readonly JumpTarget[] = ['person', 'vehicle', 'alert', 'motion', 'bookmark'];

/** The row between pictures and time bar: time, play, speed, jumps and zoom. */
export function Transport(props: {
  playback: Playback;
  state: PlaybackState;
  length: number;
  onLength: (length: number) => void;
  what: JumpTarget;
  onWhat: (what: JumpTarget) => void;
  onJump: (direction: 'next' | 'previous') => void;
  onZoom: (direction: 1 | -1) => void;
  onSkip: (seconds: number) => void;
}) {
  const { playback, state } = props;
  return (
    <div className="v-transport" role="toolbar" aria-label={t('footage.transport.label')}>
      <Clock playback={playback} />
      <div className="v-transport-group">
        <Tool label={t('footage.keys.back10')} onClick={() => props.onSkip(-10)}>
          <IconRewindBackward10 size={20} stroke={1.6} />
        </Tool>
        <Tool label={t('footage.keys.frameBack')} onClick={() => playback.step(-1)}>
          <IconChevronLeft size={20} />
        </Tool>
        <ActionIcon
          size={38}
          radius="xl"
          aria-label={t(state.playing ? 'footage.keys.pause' : 'footage.keys.play')}
          title={t(state.playing ? 'footage.keys.pause' : 'footage.keys.play')}
          onClick={() => playback.toggle()}
        >
          {state.playing ? <IconPlayerPauseFilled size={19} /> : <IconPlayerPlayFilled size={19} />}
        </ActionIcon>
        <Tool label={t('footage.keys.frameNext')} onClick={() => playback.step(1)}>
          <IconChevronRight size={20} />
        </Tool>
        <Tool label={t('footage.keys.next10')} onClick={() => props.onSkip(10)}>
          <IconRewindForward10 size={20} stroke={1.6} />
        </Tool>
        <Button
          size="compact-sm"
          variant={state.live ? 'filled' : 'default'}
          className="v-transport-live"
          aria-pressed={state.live}
          onClick={() => playback.goLive()}
        >
          <span className="v-transport-dot" data-on={state.live || undefined} aria-hidden="true" />
          {t('footage.transport.live')}
        </Button>
      </div>
      <SegmentedControl
        size="xs"
        className="v-transport-speed"
        aria-label={t('footage.transport.speed')}
        value={String(state.speed)}
        onChange={(value) => playback.setSpeed(Number(value))}
        data={SPEEDS.map((speed) => ({
          value: String(speed),
          label: speed === 0.25 ? '¼' : speed === 0.5 ? '½' : `${speed}×`,
        }))}
      />
      <div className="v-transport-group">
        <Tool
          label={t('footage.keys.previous', { what: t(`footage.what.${props.what}`) })}
          onClick={() => props.onJump('previous')}
        >
          <IconPlayerTrackPrev size={17} />
        </Tool>
        <Select
          size="xs"
          w={112}
          aria-label={t('footage.transport.what')}
          data={JUMPS.map((value) => ({ value, label: t(`footage.what.${value}`) }))}
          value={props.what}
          allowDeselect={false}
          onChange={(value) => props.onWhat(JUMPS.find((known) => known === value) ?? 'person')}
        />
        <Tool
          label={t('footage.keys.next', { what: t(`footage.what.${props.what}`) })}
          onClick={() => props.onJump('next')}
        >
          <IconPlayerTrackNext size={17} />
        </Tool>
      </div>
      <Switch
        size="xs"
        label={t('footage.transport.skipGaps')}
        checked={state.skipGaps}
        onChange={(event) => playback.skipGaps(event.currentTarget.checked)}
      />
      <div className="v-transport-group v-transport-zoom">
        <Tool label={t('footage.keys.zoomOut')} onClick={() => props.onZoom(1)}>
          <IconZoomOut size={18} stroke={1.6} />
        </Tool>
        <Select
          size="xs"
          w={92}
          aria-label={t('footage.transport.length')}
          data={lengths.map((value) => ({ value: String(value), label: lengthWords(value) }))}
          value={lengths.includes(props.length) ? String(props.length) : null}
          placeholder={lengthWords(props.length)}
          onChange={(value) => value && props.onLength(Number(value))}
        />
        <Tool label={t('footage.keys.zoomIn')} onClick={() => props.onZoom(-1)}>
          <IconZoomIn size={18} stroke={1.6} />
        </Tool>
      </div>
    </div>
  );
}

export function lengthWords(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 90) return t('footage.length.minutes', { n: Math.round(minutes) });
  if (minutes < 36 * 60) return t('footage.length.hours', { n: Math.round(minutes / 60) });
  return t('footage.length.days', { n: Math.round(minutes / 1440) });
}

function Tool(props: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={32}
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </ActionIcon>
  );
}

/** The common time, written past React. */
function Clock({ playback }: { playback: Playback }) {
  const time = useRef<HTMLElement>(null);
  const date = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const tell = (at: number) => {
      if (time.current) time.current.textContent = exactTime(at);
      const day = `${dateOf(at)} · ${zoneOf(at)}`;
      if (date.current && date.current.textContent !== day) date.current.textContent = day;
    };
    tell(playback.clock.position);
    return playback.onTick(tell);
  }, [playback]);
  return (
    <div className="v-transport-clock">
      <strong ref={time} className="v-number" />
      <span ref={date} className="v-quiet" />
    </div>
  );
}

/** What is chosen on the bar and what can be done with it. */
export function SelectionBar(props: {
  from: number | undefined;
  to: number | undefined;
  mayExport: boolean;
  onExport: () => void;
  onClear: () => void;
}) {
  const { from, to } = props;
  if (from === undefined && to === undefined) return null;
  const whole = from !== undefined && to !== undefined;
  return (
    <div className="v-selection" role="status">
      <IconPlayerSkipBack size={15} aria-hidden />
      <span className="v-number">{from === undefined ? t('footage.select.noBegin') : exactTime(from)}</span>
      <span aria-hidden="true">–</span>
      <span className="v-number">{to === undefined ? t('footage.select.noEnd') : exactTime(to)}</span>
      <IconPlayerSkipForward size={15} aria-hidden />
      {whole && <span className="v-quiet">{t('footage.select.seconds', { n: ((to - from) / 1000).toFixed(1) })}</span>}
      {whole && props.mayExport && (
        <Button size="compact-sm" onClick={props.onExport} rightSection={<KeyCap keys="e" />}>
          {t('footage.export.open')}
        </Button>
      )}
      {whole && !props.mayExport && <span className="v-quiet">{t('footage.export.mayNot')}</span>}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={props.onClear}>
        {t('footage.select.clear')}
      </Button>
    </div>
  );
}
