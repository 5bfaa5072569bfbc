import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exhibit } from '../../api';
import { draw, expectAccessible, fakeApi } from '../../testing/fakes';
import { Preview } from './Preview';
import { inTurn } from './turns';

const clip = {
  id: 'exhibit-1',
  title: 'Two cars',
  state: 'READY',
  kind: 'CLIP',
  files: [{ name: 'clip.mp4', mediaType: 'video/mp4', bytes: 1, sha256: '' }],
} as unknown as Exhibit;
const letter = {
  ...clip,
  files: [{ name: 'file.pdf', mediaType: 'application/pdf', bytes: 1, sha256: '' }],
} as Exhibit;
const path = 'GET /evidence/exhibits/exhibit-1/preview';
const icon = <span>icon</span>;

let scrolledIntoView: () => void;
beforeEach(() => {
  const watching: IntersectionObserverCallback[] = [];
  scrolledIntoView = () =>
    act(() => {
      for (const tell of watching) tell([{ isIntersecting: true }] as IntersectionObserverEntry[], {} as never);
    });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: IntersectionObserverCallback) {
        watching.push(tell);
      }
      observe() {}
      disconnect() {}
    },
  );
});

describe('the preview of an exhibit', () => {
  it('is asked for once it is in view, and named', async () => {
    const made = fakeApi({ [path]: { body: 'jpeg' } });
    draw(<Preview exhibit={clip} icon={icon} />);
    expect(await screen.findByText('icon')).toBeVisible();
    expect(made.filter((each) => each.path.endsWith('/preview'))).toHaveLength(0);
    scrolledIntoView();
    expect(await screen.findByRole('img', { name: 'Picture of the exhibit Two cars' })).toBeVisible();
    expect(screen.queryByText('icon')).toBeNull();
    expect(made.filter((each) => each.path.endsWith('/preview'))).toHaveLength(1);
    await expectAccessible();
  });

  it('leaves the icon where there is none, and asks only once', async () => {
    const made = fakeApi({});
    draw(<Preview exhibit={clip} icon={icon} />);
    await screen.findByText('icon');
    scrolledIntoView();
    await waitFor(() => expect(made.filter((each) => each.path.endsWith('/preview'))).toHaveLength(1));
    expect(screen.getByText('icon')).toBeVisible();
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('is not asked for where nothing can be seen', async () => {
    const made = fakeApi({});
    draw(<Preview exhibit={letter} icon={icon} />);
    await screen.findByText('icon');
    scrolledIntoView();
    expect(made.filter((each) => each.path.endsWith('/preview'))).toHaveLength(0);
  });

  it('comes two at a time, and what is not wanted any more is left out', async () => {
    let now = 0;
    let most = 0;
    const open: (() => void)[] = [];
    const work = async () => {
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => open.push(resolve));
      now--;
    };
    const left = new AbortController();
    const all = Array.from({ length: 6 }, () => inTurn(work));
    const unwanted = inTurn(work, left.signal);
    left.abort();
    const refused = expect(unwanted).rejects.toThrow();
    for (let done = 0; done < 6; done++) {
      await waitFor(() => expect(open.length).toBeGreaterThan(0));
      open.shift()?.();
    }
    await Promise.all(all);
    await refused;
    expect(most).toBe(2);
  });
});
