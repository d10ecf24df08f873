import { textOf } from '@latentsweep/app';
import type { Table } from '@latentsweep/store';
import type { Context } from 'hono';
import type { Env } from './env.ts';

/**
 * A table as a file to save, read and sent a page at a time, as fast as it is taken. What is wrong with the first page is
 * a refusal; a store that goes away later ends the connection, so that no half of a file passes for a whole one.
 * `name`: without user's characters.
 */
export async function csvFile(
  c: Context<Env>,
  name: string,
  pages: AsyncIterable<Table> | Iterable<Table>,
): Promise<Response> {
  const pieces = textOf(pages, 'csv');
  const first = await pieces.next();
  const encoder = new TextEncoder();
  const { outgoing } = c.env;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(first.value ?? '')),
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch {
          outgoing.destroy();
        }
      },
      cancel: async () => {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  return c.body(body, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
    'cache-control': 'no-store',
  });
}
