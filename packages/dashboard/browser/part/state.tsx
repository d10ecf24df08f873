import { printable } from '../text/value.ts';

/** A state in the word that commands use, with a mark beside it that does not speak by colour alone. */
export function State({ of }: { readonly of: string }) {
  return (
    <span class={`state state-${SIGNS[of] ? of : 'other'}`}>
      <span class="state-sign" aria-hidden="true">
        {SIGNS[of] ?? '·'}
      </span>
      {printable(of)}
    </span>
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  running: '▶',
  paused: '‖',
  completed: '✓',
  pruned: '✂',
  cancelled: '✕',
  failed: '!',
  quarantined: '!',
  stopped: '■',
  waiting: '…',
  queued: '…',
  diverged: '~',
};
