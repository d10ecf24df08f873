import { useRef, useState } from 'preact/hooks';
import type { FileFault, SubmitAnswer } from '../../src/api.ts';
import { type Refused, tell } from '../ask.ts';
import { Go } from '../part/go.tsx';
import { Refusal } from '../part/refusal.tsx';
import { pathTo } from '../route.ts';
import { plural } from '../text/number.ts';
import { printable } from '../text/value.ts';

/** A sweep file handed in, with what is wrong with it at its lines. */
export function Submit() {
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<SubmitAnswer | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    tell<SubmitAnswer>('sweeps', { text })
      .then(say, setRefused)
      .finally(() => setBusy(false));
  };
  const open = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) void file.text().then(setText);
  };
  const goToLine = (line: number) => {
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  };
  return (
    <details class="submit">
      <summary>Submit a sweep file</summary>
      <form onSubmit={submit}>
        <label>
          File <input type="file" accept=".yaml,.yml" onChange={(event) => open(event.currentTarget.files)} />
        </label>
        <label class="area">
          Text of the sweep file
          <textarea
            ref={area}
            rows={14}
            spellcheck={false}
            required
            value={text}
            aria-describedby="faults"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={busy}>
          {busy ? 'Checking …' : 'Submit'}
        </button>
      </form>
      <div id="faults" aria-live="polite">
        {refused && <Refusal of={refused} />}
        {said?.text && <p>{printable(said.text)}</p>}
        {said?.word && (
          <p>
            <Go to={pathTo.sweep(said.word)}>Its page</Go>
          </p>
        )}
        {said && said.faults.length > 0 && (
          <>
            <p class="trouble">{plural(said.faults.length, 'fault')}: nothing was submitted.</p>
            <Faults of={said.faults} text={text} goTo={goToLine} />
          </>
        )}
        {said && said.notes.length > 0 && <Faults of={said.notes} text={text} goTo={goToLine} />}
      </div>
    </details>
  );
}

interface FaultsProps {
  readonly of: readonly FileFault[];
  readonly text: string;
  readonly goTo: (line: number) => void;
}

function Faults({ of, text, goTo }: FaultsProps) {
  const lines = text.split('\n');
  return (
    <ul class="faults">
      {of.map(({ line, path, message, hint }) => (
        <li key={`${line} ${path} ${message}`}>
          {line !== null && (
            <button type="button" class="plain" onClick={() => goTo(line)}>
              line {line}
            </button>
          )}{' '}
          {path && <code>{printable(path)}</code>} {printable(message)}
          {line !== null && lines[line - 1] && <code class="line">{printable(lines[line - 1]!)}</code>}
          {hint && <div class="quiet">{printable(hint)}</div>}
        </li>
      ))}
    </ul>
  );
}
