/** Programs that do next to nothing, with their declarations and sweeps: what is left is the orchestrator's own cost. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SUM = `import json, sys
for line in sys.stdin:
    task = json.loads(line)
    print(json.dumps({"trial": task["trial"], "done": True, "loss": sum(task["config"].values())}), flush=True)
`;

export const SLEEP = `sleep 1; echo '{"loss": 1}'\n`;

const DECLARATIONS = `programs:
  sum.py: { warm: true }
  sleep.sh: {}
`;

/** Writes the programs and their declarations; the path of these. */
export async function writePrograms(folder: string): Promise<string> {
  const declarations = join(folder, 'programs.yaml');
  await writeFile(join(folder, 'sum.py'), SUM);
  await writeFile(join(folder, 'sleep.sh'), SLEEP);
  await writeFile(declarations, DECLARATIONS);
  return declarations;
}

/** Random search over five numbers. */
export const sweepOf =
  (program: 'sum.py' | 'sleep.sh') =>
  (name: string, trials: number, seed: number): string =>
    `name: ${name}
program: ${program}
method: random
run_cap: ${trials}
seed: ${seed}
metric: { name: loss, goal: minimize }
parameters:
  a: { min: 0.0, max: 1.0 }
  b: { min: 0.0, max: 1.0 }
  c: { min: 0.0, max: 1.0 }
  d: { min: 0.0, max: 1.0 }
  e: { min: 0.0, max: 1.0 }
`;
