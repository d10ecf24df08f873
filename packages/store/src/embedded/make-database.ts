/** The process that makes a database, in the folder that its argument names; see `create-database.ts`. */

import type { MadeDatabase } from './create-database.ts';
import { makeDatabase } from './pglite.ts';

const directory = process.argv[2]!;
const told = await makeDatabase(directory).then(
  (): MadeDatabase => ({ kind: 'made' }),
  (error: unknown): MadeDatabase => ({
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
    code: error instanceof Error && 'code' in error ? String(error.code) : null,
  }),
);
process.exitCode = told.kind === 'made' ? 0 : 1;
process.send?.(told);
process.disconnect?.();
