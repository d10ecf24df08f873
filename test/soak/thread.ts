/** A thread script that trains nothing: each trial is done at once. */

import { CURVES, type Curves } from '@latentsweep/core';
import { serveJobs } from '../../packages/worker/src/thread/serve.ts';

const curves = Object.fromEntries(CURVES.map((name) => [name, []])) as unknown as Curves;

export default serveJobs(async () => ({
  engine: { id: 'fake@1', maxCohort: 1, backend: null, device: null, passedOver: [] },
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
