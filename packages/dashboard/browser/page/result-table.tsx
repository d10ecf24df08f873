import type { TableAnswer } from '../../src/api.ts';
import { aligned } from '../text/number.ts';
import { printable, valueText } from '../text/value.ts';

/** Rows of a query; columns of numbers with their points under one another. */
export function ResultTable({ of: { columns, rows } }: { readonly of: TableAnswer }) {
  const texts = columns.map((_, at) => {
    const values = rows.map((row) => row[at]);
    const numeric = values.every((value) => value === null || typeof value === 'number');
    return { numeric, cells: numeric ? aligned(values.map(valueText)) : values.map(valueText) };
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll tall" aria-label="Result" tabIndex={0}>
      <table>
        <caption class="unseen">Result of the query</caption>
        <thead>
          <tr>
            {columns.map((name, at) => (
              <th key={at} scope="col" class={texts[at]!.numeric ? 'number' : undefined}>
                {printable(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((_, row) => (
            <tr key={row}>
              {texts.map(({ numeric, cells }, at) => (
                <td key={at} class={numeric ? 'number' : 'clip'} title={numeric ? undefined : cells[row]}>
                  {cells[row]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
