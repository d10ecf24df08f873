import { useEffect, useState } from 'preact/hooks';
import type { SweepAnswer } from '../../src/api.ts';
import type { Refused } from '../ask.ts';
import { partsOf, without } from '../condition.ts';
import { Copy } from '../part/copy.tsx';
import { Refusal } from '../part/refusal.tsx';
import { wish } from '../place.ts';
import { printable, shellWord } from '../text/value.ts';

interface FilterProps {
  /** Null: not known yet. */
  readonly answer: SweepAnswer | null;
  readonly by: string;
  readonly where: string | null;
  /** What the server said of the condition. */
  readonly refused: Refused | null;
}

/** What all of the page shows: ranked by which metric, of which configs. */
export function Filter({ answer, by, where, refused }: FilterProps) {
  const [text, setText] = useState(where ?? '');
  // Going back, or choosing on a figure, says it anew.
  useEffect(() => setText(where ?? ''), [where]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    wish({ where: text.trim(), after: null });
  };
  const parts = partsOf(where ?? '');
  return (
    <search class="filter">
      <form onSubmit={submit}>
        <label>
          ranked by{' '}
          <select value={by} onChange={(event) => wish({ by: event.currentTarget.value, after: null })}>
            {metricNames(answer, by).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label class="where">
          where{' '}
          <input
            type="text"
            name="where"
            value={text}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            placeholder={
              answer?.figures.includes('arms') ? "epochs >= 10 and arm = 'smote'" : 'n >= 2 and violation = 0'
            }
            aria-invalid={refused !== null}
            aria-describedby="where-said"
            list="columns"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <datalist id="columns">
          {answer?.columns.map((column) => (
            <option key={column} value={column} />
          ))}
        </datalist>
        <button type="submit">Filter</button>
      </form>
      {where !== null && (
        <ul class="parts" aria-label="Conditions">
          {parts.map((part, i) => (
            <li key={part}>
              <code>{printable(part)}</code>
              <button
                type="button"
                class="drop"
                aria-label={`Drop ${part}`}
                onClick={() => wish({ where: without(where, i), after: null })}
              >
                ×
              </button>
            </li>
          ))}
          <li>
            <Copy text={`--where ${shellWord(where)}`}>Copy for --where</Copy>
          </li>
        </ul>
      )}
      <div id="where-said">{refused && <Refusal of={refused} />}</div>
    </search>
  );
}

function metricNames(answer: SweepAnswer | null, by: string): string[] {
  const names = answer?.metrics.map(({ name }) => name) ?? [];
  return names.includes(by) ? names : [by, ...names];
}
