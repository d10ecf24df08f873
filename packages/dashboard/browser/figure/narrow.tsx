import type { Selectable } from '@latentsweep/figures';
import { useState } from 'preact/hooks';
import type { Chosen } from '../condition.ts';
import { printable } from '../text/value.ts';

interface NarrowProps {
  readonly axes: readonly Selectable[];
  readonly choose: (chosen: Chosen) => void;
}

/** What a drag does, for who does not drag: a form that chooses on one of the figure's axes. */
export function Narrow({ axes, choose }: NarrowProps) {
  const columns = axes.filter((axis, i) => axes.findIndex(({ column }) => column === axis.column) === i);
  const [column, setColumn] = useState(columns[0]?.column ?? '');
  const axis = columns.find((other) => other.column === column) ?? columns[0];
  if (!axis) return null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    if (axis.scale.kind === 'choices') {
      const choices = form.getAll('choice').map(String);
      if (choices.length > 0) choose({ column: axis.column, choices });
      return;
    }
    const [from, to] = [Number(form.get('from')), Number(form.get('to'))];
    choose({ column: axis.column, from, to, pixel: [0, 0] });
  };
  return (
    <form class="narrow" onSubmit={submit}>
      <label>
        Only configs whose{' '}
        <select value={axis.column} onChange={(event) => setColumn(event.currentTarget.value)}>
          {columns.map((other) => (
            <option key={other.column}>{printable(other.column)}</option>
          ))}
        </select>
      </label>
      {axis.scale.kind === 'choices' ? (
        <fieldset>
          <legend>is</legend>
          {axis.scale.choices.map((choice) => (
            <label key={choice}>
              <input type="checkbox" name="choice" value={choice} /> {printable(choice)}
            </label>
          ))}
        </fieldset>
      ) : (
        <p>
          <label>
            is between <input name="from" type="number" step="any" required value={axis.scale.from} />
          </label>{' '}
          <label>
            and <input name="to" type="number" step="any" required value={axis.scale.to} />
          </label>
        </p>
      )}
      <button type="submit">Filter</button>
    </form>
  );
}
