import { writeSync } from 'node:fs';
import { kill, pid } from 'node:process';
import { plan, type Strike } from './plan.ts';

let calls = 0;

/** Runs what a process does at this place, and strikes the process before or after it if that is the plan. */
export async function passing<T>(at: Strike['at'], perform: () => Promise<T>): Promise<T> {
  const { strike } = plan;
  if (strike?.at !== at) return perform();
  calls += 1;
  if (calls !== strike.call) return perform();
  if (strike.when === 'before') {
    hit(strike);
    return perform();
  }
  const result = await perform();
  hit(strike);
  return result;
}

function hit({ at, when, call, signal }: Strike): void {
  writeSync(2, `${JSON.stringify({ event: 'struck', at, when, call, signal, time: Date.now() })}\n`);
  kill(pid, signal);
}
