/** What a search that learns costs a sweep of tiny trials: `bayes` beside `random`, by turns, with 8 replicates each. */

import { median } from '../median.ts';
import { benchOrchestrator, type OrchestratorTimes } from '../orchestrator.ts';
import { print } from '../parts.ts';

const TRIALS = Number(process.env['TRIALS'] ?? 8000);
const ROUNDS = 3;

export async function benchLearning(): Promise<void> {
  const times: Record<'random' | 'bayes', OrchestratorTimes[]> = { random: [], bayes: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const method of ['random', 'bayes'] as const) {
      const settings = ['--set', `method=${method}`, '--replicates', '8'];
      times[method].push(await benchOrchestrator(TRIALS, settings));
    }
  }
  const seconds = (of: readonly OrchestratorTimes[]) => median(of.map((one) => one.seconds));
  for (const [method, of] of Object.entries(times)) {
    const target = method === 'bayes' ? ' (target: 1,000)' : '';
    print(
      `${TRIALS} tiny trials of ${method}, 8 replicates, trials a second${target}`,
      (TRIALS / seconds(of)).toFixed(0),
    );
    const { memory } = of.at(-1)!;
    if (!memory) continue;
    print(
      '  memory, a third in and at the end',
      `${memory.early.toFixed(0)} MB, ${memory.late.toFixed(0)} MB`,
    );
  }
  print('  seconds of bayes to those of random', (seconds(times.bayes) / seconds(times.random)).toFixed(2));
}
