import { expect, it } from 'vitest';
import { endAttempts } from './deaths.ts';
import { MOST_DEATHS } from './reconcile.ts';
import type { Run } from './run.ts';

/** A run that writes down what is done with its trials. */
function runWith(told: string[]): Run {
  const run = {
    sweep: { id: 1 },
    owner: 'o',
    seconds: 0,
    store: {
      requeue: async (_: number, ids: number[], __: string, death?: object) => {
        told.push(`${death ? 'charge' : 'requeue'} ${ids}`);
      },
      quarantine: async (_: number, ids: number[]) => {
        told.push(`quarantine ${ids}`);
      },
    },
    ledger: { returned: () => {}, ended: () => {} },
    options: { onDeath: ({ trialIds }: { trialIds: number[] }) => told.push(`tell ${trialIds}`) },
    beginning: { note: (jobId: string) => told.push(`note ${jobId}`) },
    inFlight: { trial: (id: number) => ({ jobId: `job ${id}` }), remove: () => {} },
  };
  return run as unknown as Run;
}

it('puts trials back before it charges any, and quarantines the last ones when that is told', async () => {
  const told: string[] = [];
  const lapsed = [
    { id: 1, worker: 'a', deaths: MOST_DEATHS - 1 },
    { id: 2, worker: 'a', deaths: 0 },
    { id: 3, worker: null, deaths: 0 },
  ];
  await endAttempts(runWith(told), lapsed, 'it was not heard of');
  expect(told).toEqual(['requeue 3', 'charge 2', 'tell 2', 'quarantine 1', 'tell 1', 'note job 1']);
});
