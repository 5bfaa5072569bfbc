import { useMemo } from 'react';
import { useKinds, type QuantityInfo } from '../../api';

/** What is known of each quantity, by its name. */
export function useQuantities(): ReadonlyMap<string, QuantityInfo> {
  const kinds = useKinds().data;
  return useMemo(() => new Map((kinds?.quantities ?? []).map((info) => [info.quantity, info])), [kinds]);
}
