import type { Camera } from '../../api';
import { StateMark } from '../../app';
import { t } from '../../words';

/** How fast a camera is analysed beside how fast it should be; slower than asked is said, not hidden. */
export function Rate({ camera }: { camera: Camera }) {
  if (!camera.analysis.enabled) return <StateMark tone="unknown">{t('cameras.rate.off')}</StateMark>;
  const { rates } = camera;
  if (typeof rates?.achievedFps !== 'number' || typeof rates.askedFps !== 'number')
    return <StateMark tone="unknown">{t('cameras.rate.unknown')}</StateMark>;
  const slow = rates.achievedFps < 0.8 * rates.askedFps;
  return (
    <StateMark
      tone={slow ? 'warn' : 'good'}
      title={t('cameras.rate.more', { delay: Math.round(rates.delayMs ?? 0), dropped: rates.droppedFrames ?? 0 })}
    >
      {t('cameras.rate.fps', { achieved: rates.achievedFps.toFixed(1), asked: rates.askedFps.toFixed(1) })}
    </StateMark>
  );
}
