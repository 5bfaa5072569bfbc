import { useMemo } from 'react';
import { useCameras, useDatastreams, useKinds, type RuleCondition } from '../../api';
import type { Names } from './inWords';

function idsOf(condition: RuleCondition): number[] {
  if (condition.is === 'combination') return condition.steps.flatMap((step) => idsOf(step.condition));
  return condition.is === 'seen' ? [] : (condition.source.datastreams ?? []);
}

/** Names of everything a condition speaks of. */
export function useNames(condition: RuleCondition): Names {
  const kinds = useKinds().data;
  const cameras = useCameras().data;
  const ids = [...new Set(idsOf(condition))];
  const known = useDatastreams({ ids: ids.map(String), limit: 200 }, ids.length > 0).data;
  return useMemo(
    () => ({
      quantities: new Map((kinds?.quantities ?? []).map((info) => [info.quantity, info])),
      datastreams: new Map((known?.items ?? []).map(({ id, name, unit }) => [id, { name, unit }])),
      cameras: new Map((cameras ?? []).map(({ id, name }) => [id, name])),
    }),
    [kinds, cameras, known],
  );
}
