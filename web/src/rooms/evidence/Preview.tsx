import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Problem, request, type Exhibit } from '../../api';
import { t } from '../../words';
import { inTurn } from './turns';

/** The small picture of an exhibit as a data URL: it is kept in memory alone. */
async function load(id: string, signal: AbortSignal): Promise<string> {
  const response = await request('GET', `/evidence/exhibits/${id}/preview`, {
    headers: { Accept: 'image/jpeg, application/problem+json' },
    signal,
  });
  let bytes = '';
  for (const byte of new Uint8Array(await response.arrayBuffer())) bytes += String.fromCharCode(byte);
  return `data:image/jpeg;base64,${btoa(bytes)}`;
}

/** Becomes true once the element has come into view, and stays so. */
function useSeen(element: React.RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !element.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
      },
      { rootMargin: '120px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, seen]);
  return seen;
}

/**
 * What an exhibit looks like, in a box of one size. It is asked for once it is in view, as each look is told in custody;
 * until it is there, and when there is none, the icon stands in its place.
 */
export function Preview({ exhibit, icon }: { exhibit: Exhibit; icon: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box);
  const shows = exhibit.files.some((file) => /^(video|image)\//.test(file.mediaType));
  const { data } = useQuery({
    queryKey: ['preview', exhibit.id],
    queryFn: ({ signal }) => inTurn(() => load(exhibit.id, signal), signal),
    enabled: seen && shows && exhibit.state === 'READY',
    staleTime: Infinity,
    // It is still being made: 503. Everything else stays as it is.
    retry: (times, error) => error instanceof Problem && error.status === 503 && times < 5,
    retryDelay: 3_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retryOnMount: false,
  });
  return (
    <div className="v-exhibit-thumb" ref={box}>
      {data ? <img src={data} alt={t('evidence.exhibit.alt', { title: exhibit.title })} /> : icon}
    </div>
  );
}
