/** The short set of faults; `npm run test:faults` runs them all. */

import { findNatsServer } from '@latentsweep/bus/fixtures';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import { afterAll, describe, expect, test } from 'vitest';
import { FAULTS } from './faults/all.ts';
import { endAll } from './faults/harness/cluster.ts';
import { runFault } from './faults/harness/run-fault.ts';

const nats = await findNatsServer();
const postgres = await startPostgres();
const missing = typeof postgres === 'string' ? postgres : nats.path === null ? nats.reason : null;
if (missing !== null && process.env['CI']) throw new Error(missing);

describe.skipIf(missing !== null)(`A cluster under faults${missing === null ? '' : ` (${missing})`}`, () => {
  const server = postgres as PostgresServer;
  afterAll(async () => {
    await endAll();
    await server.remove();
  });

  for (const fault of FAULTS.filter(({ short }) => short)) {
    test(fault.name, { timeout: 300_000 }, async (context) => {
      const { failures, skipped, verdict } = await runFault(fault, server, 1);
      if (skipped !== null) context.skip(skipped);
      expect(failures).toEqual([]);
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, different: 0 });
    });
  }
});
