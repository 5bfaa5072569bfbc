import { useEffect, useRef, useSyncExternalStore } from 'react';

/** A key of a screen: `j`, `Enter`, `Ctrl+k`, `g w` (one after the other). */
export interface KeyBinding {
  key: string;
  /** What it does, for the list that `?` shows. */
  does: string;
  run: () => void;
  /** Also while somebody types; for Ctrl combinations. */
  inFields?: boolean;
}

const sets: KeyBinding[][] = [];
let shown: readonly (readonly KeyBinding[])[] = [];
const listeners = new Set<() => void>();
let pending: { key: string; at: number } | undefined;

function changed(): void {
  shown = [...sets];
  listeners.forEach((listener) => listener());
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.tagName === 'TEXTAREA' ||
      target.tagName === 'SELECT' ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)))
  );
}

function nameOf(event: KeyboardEvent): string {
  const base = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + base;
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat) {
    if (event.defaultPrevented) return;
  }
  const name = nameOf(event);
  const inField = typing(event.target);
  const inDialog = document.querySelector('[role="dialog"]') !== null;
  const chord = pending && event.timeStamp - pending.at < 1200 ? `${pending.key} ${name}` : undefined;
  pending = undefined;
  for (const bindings of [...sets].reverse()) {
    for (const binding of bindings) {
      if ((inField || inDialog) && !binding.inFields) continue;
      if (binding.key === chord || binding.key === name) {
        event.preventDefault();
        binding.run();
        return;
      }
    }
  }
  if (!inField && sets.some((bindings) => bindings.some((binding) => binding.key.startsWith(`${name} `)))) {
    pending = { key: name, at: event.timeStamp };
  }
}

/**
 * Gives a component keys while it is on screen. They rest while somebody types or a dialog is open; the newest set wins
 * where two claim the same key.
 */
export function useKeys(bindings: KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const signature = bindings.map((binding) => `${binding.key}:${binding.does}`).join('|');
  useEffect(() => {
    const set = latest.current.map((binding, i) => ({ ...binding, run: () => latest.current[i]?.run() }));
    if (sets.length === 0) window.addEventListener('keydown', pressed);
    sets.push(set);
    changed();
    return () => {
      sets.splice(sets.indexOf(set), 1);
      if (sets.length === 0) window.removeEventListener('keydown', pressed);
      changed();
    };
  }, [signature]);
}

/** All keys that work now, the shell's first. */
export function useKeyList(): readonly (readonly KeyBinding[])[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => shown,
  );
}

const keyNames: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
};

/** Draws a key as on the keyboard. */
export function KeyCap(props: { keys: string }) {
  const parts = props.keys === ' ' ? [' '] : props.keys.split(' ');
  return (
    <>
      {parts.map((part, i) => (
        <kbd className="v-key" key={i}>
          {part
            .split('+')
            .map((key) => keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key))
            .join(' ')}
        </kbd>
      ))}
    </>
  );
}
