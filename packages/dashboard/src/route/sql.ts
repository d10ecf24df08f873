import { InputError } from '@latentsweep/core';
import type { Hono } from 'hono';
import { tableAnswer } from '../answer/table.ts';
import { csvFile } from '../csv.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { readObject } from '../guard/body.ts';

/** Rows that a page shows, and that a file has. */
const SHOWN = 1000;
const SAVED = 100_000;
const LONGEST = 20_000;
const TIMEOUT_MS = 15_000;

/** A user's own query, read-only. */
export function addSql(app: Hono<Env>, desk: Desk): void {
  const ask = async (text: string, limit: number) => {
    const store = await desk.store();
    return desk.sql.pass(() => store.query(text, { limit: limit + 1, timeoutMs: TIMEOUT_MS }));
  };

  app.post('/api/sql', async (c) => {
    const text = checked((await readObject(c.env.incoming))['sql']);
    const begun = performance.now();
    const table = await ask(text, SHOWN);
    const seconds = (performance.now() - begun) / 1000;
    return c.json(tableAnswer(table, { most: SHOWN, next: () => null, seconds }));
  });

  app.get('/api/sql.csv', async (c) => {
    const text = checked(c.req.query('sql'));
    const table = await ask(text, SAVED);
    if (table.rows.length > SAVED) {
      throw new InputError(
        'too_many_rows',
        `The query has more than ${SAVED} rows.`,
        'For all of them: `sweep sql -f csv "…"`. Or add a limit.',
      );
    }
    return csvFile(c, 'query', [table]);
  });
}

/** Throws InputError `bad_sql`. */
function checked(text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST) return text;
  const is =
    typeof text === 'string' && text.length > LONGEST ? `longer than ${LONGEST} characters` : 'empty';
  throw new InputError('bad_sql', `The query is ${is}.`, 'For example: select * from sweeps');
}
