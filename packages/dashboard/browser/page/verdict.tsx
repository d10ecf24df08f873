import type { VerdictAnswer } from '../../src/api.ts';
import { printable } from '../text/value.ts';

/** Whether augmentation helped, as `sweep verdict` says it. */
export function Verdict({ of }: { readonly of: VerdictAnswer | null }) {
  if (!of) return null;
  return (
    <section aria-labelledby="verdict" class="verdict">
      <h2 id="verdict">Verdict</h2>
      <p>{of.rows.length > 0 ? <strong>{printable(of.text)}</strong> : printable(of.text)}</p>
      {of.rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        <section class="scroll" aria-label="Comparisons" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {of.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {of.rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((text, i) => (
                    <td key={of.columns[i]}>{printable(text)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {of.notes.length > 0 && (
        <ul class="caveats">
          {of.notes.map((note) => (
            <li key={note}>{printable(note)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
