import type { ComponentChildren } from 'preact';

/** A place with nothing in it, and what would put something there. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}
