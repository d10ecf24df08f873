import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface MenuProps {
  /** What is seen of it while it is closed, and what that is called. */
  readonly face: ComponentChildren;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What opens beneath a button and closes by Escape, or by a click elsewhere. */
export function Menu({ face, label, children }: MenuProps) {
  const root = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = root.current;
      if (!menu?.open) return;
      const isKey = event instanceof KeyboardEvent;
      if (isKey ? event.key !== 'Escape' : menu.contains(event.target as Node)) return;
      menu.open = false;
      if (isKey) menu.querySelector('summary')?.focus();
    };
    addEventListener('pointerdown', close);
    addEventListener('keydown', close);
    return () => {
      removeEventListener('pointerdown', close);
      removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details class="menu" ref={root}>
      <summary aria-label={label} title={label}>
        {face}
      </summary>
      <div class="menu-body">{children}</div>
    </details>
  );
}
