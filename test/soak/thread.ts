/** A thread script that trains nothing: each trial is done at once. */

import { CURVES, type Curves, REFERENCE } from '@latentsweep/core';
import { serveJobs } from '../../packages/worker/src/thread/serve.ts';

const curves = Object.fromEntries(CURVES.map((name) => [name, []])) as unknown as Curves;

export default serveJobs(async () => ({
  engine: { id: { kind: 'fake', version: '1', backend: null }, traits: REFERENCE.variants[0]!.traits },
  held: () => [],
  async train(jobs, _, hooks) {
    for (const [lane, { milestones }] of jobs.entries()) {
      for (const { epochs } of milestones) {
        hooks.onMilestone(lane, epochs, { outcome: 'diverged', epoch: epochs, reason: 'as told', curves });
      }
    }
  },
  close: async () => {},
}));
