import type { FigureTable } from '../table.ts';
import type { GeneratedData } from './generated.ts';

/** A row a column and bin; those of the projection are its points. */
export function generatedTable({ columns, projection }: GeneratedData): FigureTable {
  const points = (rows: GeneratedData['projection']['real'], kind: string) =>
    rows.map(([first, second]) => ['projection', null, null, null, null, null, kind, first, second]);
  return {
    columns: [
      'column',
      'choice',
      'from',
      'to',
      'real_share',
      'generated_share',
      'row',
      'component_1',
      'component_2',
    ],
    rows: [
      ...columns.flatMap(({ column, choices, edges, real, generated }) =>
        real.map((share, i) => [
          ...[column, choices?.[i] ?? null],
          ...(choices ? [null, null] : [edges[i] ?? null, edges[i + 1] ?? null]),
          ...[share, generated[i] ?? null, null, null, null],
        ]),
      ),
      ...points(projection.real, 'real'),
      ...points(projection.generated, 'generated'),
    ],
  };
}
