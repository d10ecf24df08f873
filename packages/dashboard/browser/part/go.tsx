import type { ComponentChildren } from 'preact';
import { below } from '../base.ts';
import { follow } from '../place.ts';

interface GoProps {
  /** A path below the base, with its query. */
  readonly to: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly current?: boolean;
}

/** A link to another page of these. */
export function Go({ to, children, class: look, current }: GoProps) {
  return (
    <a href={below(to)} onClick={follow} class={look} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}
