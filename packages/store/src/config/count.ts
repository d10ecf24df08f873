import { InputError } from '@latentsweep/core';
import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import { candidates } from '../rank/candidates.ts';
import { userQuery } from '../rank/user-query.ts';

/** How many a leaderboard would show, were it whole. Many conditions are quick; whether one is, only Postgres knows. */
export const countConfigs: Method<'countConfigs', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  { timeoutMs, ...options },
) => {
  const { condition, admitted } = candidates(layout, sweep, { ...options, limit: 0 });
  const query = sql`select count(*) from (${admitted}) c where c.score is not null`;
  try {
    const { rows } = await userQuery(connection, condition, query, timeoutMs);
    return rows[0]![0] as number;
  } catch (error) {
    if (error instanceof InputError && error.code === 'sql_timeout') return null;
    throw error;
  }
};
