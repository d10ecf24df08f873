import { useState } from 'preact/hooks';
import type { ActionAnswer, ShownState } from '../../src/api.ts';
import { type Refused, tell } from '../ask.ts';
import { Refusal } from './refusal.tsx';

type Action = 'pause' | 'resume' | 'cancel' | 'remove';

interface ActionsProps {
  /** One of several sweeps of a name is named by it alone. */
  readonly id: number;
  readonly name: string;
  readonly state: ShownState;
  /** Called when the server did it. */
  readonly done?: (action: Action) => void;
}

/** What may be done with a sweep in its state; what cannot be undone is asked for twice. */
export function Actions({ id, name, state, done }: ActionsProps) {
  const [sure, setSure] = useState<Action | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [said, say] = useState('');
  const act = (action: Action) => {
    if (DESTROYS[action] && sure !== action) return setSure(action);
    setSure(null);
    setBusy(true);
    setRefused(null);
    say('');
    tell<ActionAnswer>(`sweeps/${id}/${action}`, {})
      .then(({ text }) => {
        say(text);
        done?.(action);
      }, setRefused)
      .finally(() => setBusy(false));
  };
  return (
    <div class="actions">
      {sure === null ? (
        actionsIn(state).map((action) => (
          <button type="button" key={action} disabled={busy} onClick={() => act(action)}>
            {WORDS[action]}
            <span class="unseen"> {name}</span>
          </button>
        ))
      ) : (
        <>
          <span>{DESTROYS[sure]}</span>
          <button type="button" class="danger" onClick={() => act(sure)}>
            Yes, {sure}
          </button>
          <button type="button" onClick={() => setSure(null)}>
            No
          </button>
        </>
      )}
      {refused && <Refusal of={refused} />}
      <span class="said quiet" role="status">
        {said}
      </span>
    </div>
  );
}

const WORDS: Readonly<Record<Action, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  remove: 'Remove',
};

const DESTROYS: Readonly<Partial<Record<Action, string>>> = {
  cancel: 'Trials that wait or run are cancelled, results so far stay.',
  remove: 'Its trials and results will be gone.',
};

function actionsIn(state: ShownState): Action[] {
  if (state === 'running' || state === 'waiting') return ['pause', 'cancel'];
  if (state === 'paused' || state === 'stopped') return ['resume', 'cancel', 'remove'];
  if (state === 'failed') return ['resume', 'remove'];
  return ['remove'];
}
