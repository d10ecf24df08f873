import { type PreparedColumn, prepareCells } from '@latentsweep/core';
import { InferenceSession } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { feedsOf } from './fixtures/feeds.ts';
import { Graph } from './graph.ts';
import { prepared } from './prepare.ts';

/** Of many lengths, with and without ties at the ends and inside. */
const LISTS: readonly (readonly number[])[] = [
  [0, 1],
  [-3, -3, 5],
  [1, 2, 2, 2, 2, 2, 9, 9],
  [-1e308, 0, 1e-300, 1, 1e308],
  Array.from({ length: 31 }, (_, i) => Math.floor(i / 3)),
  Array.from({ length: 1000 }, (_, i) => Math.floor((i * i) / 5000) / 8),
];

test('values are scaled as training scaled them, to the bit, wherever they lie among quantiles', async () => {
  const columns = LISTS.map((quantiles, c): PreparedColumn => {
    const scale = { kind: 'quantile', quantiles: Float64Array.from(quantiles) } as const;
    return { kind: 'number', name: `c${c}`, width: 1, missing: 0, imputed: 0.5, scale };
  });
  const ends = [Number.NEGATIVE_INFINITY, -1e300, 1e300, Number.POSITIVE_INFINITY, Number.NaN, -0];
  const all = LISTS.flat();
  const values = [...all, ...all.map((value, i) => value / 2 + (all[i + 1] ?? 0) / 2), ...ends];
  const cells = columns.map(() => Float64Array.from(values));

  const graph = new Graph();
  graph.output(prepared(graph, columns), 'features', 'float', 2 * columns.length);
  const session = await InferenceSession.create(graph.bytes('test', {}));
  const answer = await session.run(feedsOf(columns, cells, values.length));
  await session.release();
  expect(answer['features']!.data).toEqual(prepareCells(columns, cells, values.length));
});
