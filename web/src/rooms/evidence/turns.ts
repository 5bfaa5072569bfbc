const MOST = 2;

let running = 0;
const waiting: (() => void)[] = [];

function next(): void {
  running--;
  waiting.shift()?.();
}

/** Does something when it is its turn: at most two at a time. What is no longer wanted when its turn comes is left out. */
export async function inTurn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  while (running >= MOST) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    signal?.throwIfAborted();
    return await work();
  } finally {
    next();
  }
}
