import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Programs of a user, and what is left of them. */

/** 100, then (a - 3)² + b, and a third for one of two replicates' seeds. */
export const SHELL = `a=0 b=0
for flag; do case $flag in --a=*) a=\${flag#*=} ;; --b=*) b=\${flag#*=} ;; esac; done
echo "trial $LATENTSWEEP_TRIAL of a=$a"
echo '{"step": 1, "loss": 100}'
echo "{\\"step\\": 2, \\"loss\\": $(( (a - 3) * (a - 3) + b )).$(( LATENTSWEEP_SEED % 10 ))}"
`;

export const SHELL_SWEEP = `name: shell
program: train.sh
method: grid
seed: 1
replicates: 2
metric: { name: loss, goal: minimize }
parameters: { a: { values: [1, 2, 3, 4] }, b: { values: [0, 1] } }
`;

/** Its loss falls by steps, the faster the less `a` is; it goes on from its checkpoint, where it has one. */
export const STEPS = `a=\${1#--a=} at=\${LATENTSWEEP_CHECKPOINT:-/nowhere}/step
i=$(cat "$at" 2>/dev/null || echo 0)
while [ $i -lt 12 ]; do
  i=$((i + 1)); echo "$a $i" >> steps
  echo "{\\"step\\": $i, \\"loss\\": $((1000 + a * i + LATENTSWEEP_SEED % 3))}"
  if [ -e "\${at%/step}" ]; then echo $i > "$at.new"; mv "$at.new" "$at"; fi
  sleep \${PAUSE:-0.01}
done
`;
/** Of nine 4 go on at step 2 and 2 at step 6. */
export const EARLY_SWEEP = `name: early
program: train.sh
method: grid
seed: 1
replicates: 1
metric: { name: loss, goal: minimize }
early_terminate: { type: hyperband, min_iter: 2, eta: 3 }
parameters: { a: { values: [5, 1, 9, 2, 7, 3, 8, 4, 6] } }
`;

/** Processes that have this in their command line, by its looks in the system's table. */
export function running(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLine(pid).includes(mark))
    .map(Number);
}

/** Resolves once there is none. */
export async function untilGone(mark: string): Promise<void> {
  while (running(mark).length > 0) await sleep(50);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
