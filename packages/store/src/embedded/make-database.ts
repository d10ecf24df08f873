/** The process that makes a database, in the folder that its argument names; see `create-database.ts`. */

import { makeDatabase } from './pglite.ts';

try {
  await makeDatabase(process.argv[2]!);
} catch (error) {
  process.exitCode = 1;
  process.send?.((error as Error).message);
}
process.disconnect?.();
