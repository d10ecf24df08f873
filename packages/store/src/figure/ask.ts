import type { RawBuilder } from 'kysely';
import type { Connection } from '../connection.ts';
import { userQuery } from '../rank/user-query.ts';

type Condition = Parameters<typeof userQuery>[1];

/** The JSON that a statement with a user's condition in it answers with. */
export async function ask<Answer>(
  connection: Connection,
  condition: Condition,
  built: RawBuilder<unknown>,
): Promise<Answer> {
  const { rows } = await userQuery(connection, condition, built);
  return rows[0]![0] as Answer;
}
