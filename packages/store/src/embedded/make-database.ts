/** The process that makes a database, in the folder that its argument names; see `create-database.ts`. */

import { makeTables } from './make-tables.ts';
import { makeDatabase } from './pglite.ts';

try {
  await makeDatabase(process.argv[2]!, makeTables);
} catch (error) {
  process.exitCode = 1;
  process.send?.((error as Error).message);
}
process.disconnect?.();
