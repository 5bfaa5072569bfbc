import { useState } from 'react';
import { apiUrl, useScene, type Alert, type Box, type Point } from '../../api';
import { t, tName } from '../../words';
import { labelSpot } from './labelSpot';
import './proof.css';

/**
 * What was seen: the stored snapshot with the object's box, the path it came, and the zone or lane it is about. Where
 * no snapshot was stored the path is drawn on an empty picture, and says so.
 */
export function ProofPicture(props: { alert: Alert }) {
  const { alert } = props;
  const [ratio, setRatio] = useState(16 / 9);
  const [failed, setFailed] = useState<string | null>(null);
  const picture = alert.pictureId && failed !== alert.pictureId ? alert.pictureId : null;
  return (
    <figure className="v-proof" data-severity={alert.severity}>
      <div className="v-proof-frame" style={{ aspectRatio: ratio, maxWidth: `calc(var(--v-proof-height) * ${ratio})` }}>
        {picture && (
          <img
            src={apiUrl(`/pictures/${picture}`)}
            alt={t('alerts.proof.alt', { message: alert.message })}
            onLoad={(event) => {
              const { naturalWidth, naturalHeight } = event.currentTarget;
              if (naturalWidth > 0 && naturalHeight > 0) setRatio(naturalWidth / naturalHeight);
            }}
            onError={() => setFailed(picture)}
          />
        )}
        {!picture && <p className="v-proof-none">{t(alert.pictureId ? 'alerts.proof.failed' : 'alerts.proof.none')}</p>}
        <ProofMarks alert={alert} ratio={ratio} />
      </div>
    </figure>
  );
}

function ProofMarks({ alert, ratio }: { alert: Alert; ratio: number }) {
  const scene = useScene(alert.part ? alert.camera?.id : undefined).data;
  const lane = scene?.lanes.find((each) => each.name === alert.part);
  const part = lane ?? scene?.zones.find((each) => each.name === alert.part);
  const { box, path } = alert;
  const last = path.at(-1);
  const label = part && labelSpot(part.name, part.area, box, ratio);
  return (
    <>
      <svg className="v-proof-marks" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {part && <polygon className="v-proof-part" points={pointsOf(part.area)} />}
        {lane && (
          <line className="v-proof-part" x1={lane.entry[0]} y1={lane.entry[1]} x2={lane.exit[0]} y2={lane.exit[1]} />
        )}
        {path.length > 1 && (
          <>
            <polyline className="v-proof-halo" points={pointsOf(path)} />
            <polyline className="v-proof-path" points={pointsOf(path)} />
          </>
        )}
        {box && (
          <>
            <rect className="v-proof-halo" x={box.left} y={box.top} width={box.width} height={box.height} />
            <rect className="v-proof-box" x={box.left} y={box.top} width={box.width} height={box.height} />
          </>
        )}
      </svg>
      {label && (
        <span className="v-proof-label" style={{ left: `${label.left * 100}%`, top: `${label.top * 100}%` }}>
          {part.name}
        </span>
      )}
      {path.length > 1 && path[0] && !inside(path[0], box) && (
        <span className="v-proof-dot" style={{ left: `${path[0][0] * 100}%`, top: `${path[0][1] * 100}%` }} />
      )}
      {last && !box && path.length > 1 && (
        <span className="v-proof-dot" data-last style={{ left: `${last[0] * 100}%`, top: `${last[1] * 100}%` }} />
      )}
      <span className="v-visually-hidden">
        {box &&
          t('alerts.proof.where', {
            kind: tName('app.kind', alert.kind),
            x: Math.round((box.left + box.width / 2) * 100),
            y: Math.round((box.top + box.height / 2) * 100),
          })}
      </span>
    </>
  );
}

/** Whether something that hardly moved still stands where its path began: a mark there would cover it. */
function inside([x, y]: Point, box: Box | null | undefined): boolean {
  const near = 0.02;
  return (
    !!box &&
    x >= box.left - near &&
    x <= box.left + box.width + near &&
    y >= box.top - near &&
    y <= box.top + box.height + near
  );
}

function pointsOf(points: readonly Point[]): string {
  return points.map(([x, y]) => `${x},${y}`).join(' ');
}
