import { useEffect, useState } from 'react';
import type { Named } from '../../api';
import { LivePlayer } from '../../video';

/** Opens the live picture only when the eye rests on an alert: every live view is written to the audit. */
export function SettledLive({ camera, big }: { camera: Named; big: boolean }) {
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setShown(camera.id), 350);
    return () => clearTimeout(timer);
  }, [camera.id]);
  return shown === camera.id ? (
    <LivePlayer cameraId={camera.id} cameraName={camera.name} stream={big ? 'main' : 'sub'} showTracks showScene />
  ) : null;
}
