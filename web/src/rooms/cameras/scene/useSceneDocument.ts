import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys, Problem, request, type Scene } from '../../../api';

export interface SceneDocument {
  scene: Scene;
  /** The version that the server has, for If-Match. */
  version: string | null;
}

const key = (camera: string) => ['sceneDocument', camera] as const;

async function fetchDocument(camera: string, signal?: AbortSignal): Promise<SceneDocument> {
  const response = await request('GET', `/cameras/${camera}/scene`, signal ? { signal } : {});
  return { scene: withLists((await response.json()) as Scene, camera), version: response.headers.get('ETag') };
}

/** Lists that were left out are empty ones, as in the contract. */
function withLists(scene: Scene, camera: string): Scene {
  return {
    camera: scene.camera ?? camera,
    calibration: scene.calibration ?? null,
    zones: scene.zones ?? [],
    lines: scene.lines ?? [],
    lanes: scene.lanes ?? [],
    rules: scene.rules ?? [],
  };
}

export function useSceneDocument(camera: string) {
  return useQuery({
    queryKey: key(camera),
    queryFn: ({ signal }) => fetchDocument(camera, signal),
    // The draft is on screen: it must not be exchanged under the hand. Saving notices other people's changes.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export type SaveState =
  { is: 'idle' } | { is: 'saving' } | { is: 'conflict'; theirs: SceneDocument } | { is: 'refused'; problem: Problem };

/** Saves a scene; when somebody else has saved meanwhile, says so and keeps both. */
export function useSaveScene(camera: string, onSaved: (scene: Scene) => void) {
  const client = useQueryClient();
  const [state, setState] = useState<SaveState>({ is: 'idle' });
  const settle = async (saved: SceneDocument): Promise<void> => {
    client.setQueryData(key(camera), saved);
    await client.invalidateQueries({ queryKey: keys.scene(camera) });
    setState({ is: 'idle' });
    onSaved(saved.scene);
  };
  const save = async (scene: Scene, version: string | null): Promise<void> => {
    setState({ is: 'saving' });
    try {
      const headers: Record<string, string> = version ? { 'If-Match': version } : {};
      await request('PUT', `/cameras/${camera}/scene`, { body: scene, headers });
      await settle(await fetchDocument(camera));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412 || error.status === 409)
        setState({ is: 'conflict', theirs: await fetchDocument(camera) });
      else setState({ is: 'refused', problem: error });
    }
  };
  /** Takes over a YAML document as the server reads it. */
  const importYaml = async (text: string, version: string | null): Promise<boolean> => {
    setState({ is: 'saving' });
    try {
      const headers: Record<string, string> = { 'Content-Type': 'text/yaml', ...(version && { 'If-Match': version }) };
      await request('PUT', `/cameras/${camera}/scene.yml`, { body: text, headers });
      await settle(await fetchDocument(camera));
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setState({ is: 'refused', problem: error });
      return false;
    }
  };
  return { state, save, importYaml, settle, dismiss: () => setState({ is: 'idle' }) };
}
