import type { Refused } from '../ask.ts';
import { printable } from '../text/value.ts';

/** What was refused and what to do about it. */
export function Refusal({ of, again }: { readonly of: Refused; readonly again?: () => void }) {
  return (
    <div class="refusal" role="alert">
      <p>{printable(of.message)}</p>
      {of.hint && <p class="quiet">{printable(of.hint)}</p>}
      {again && (
        <button type="button" onClick={again}>
          Ask again
        </button>
      )}
    </div>
  );
}
