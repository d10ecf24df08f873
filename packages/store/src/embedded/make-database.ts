/** The process that makes a database, in the folder that its argument names; see `create-database.ts`. */

import type { Failure } from './create-database.ts';
import { makeDatabase } from './pglite.ts';

try {
  await makeDatabase(process.argv[2]!);
} catch (error) {
  const { message = String(error), code } = error as Partial<Failure>;
  process.exitCode = 1;
  process.send?.({ message, code } satisfies Failure);
}
process.disconnect?.();
