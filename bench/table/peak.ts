/** The memory of a command with all its processes, by Linux's /proc. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 100;

export interface Used {
  readonly seconds: number;
  /** The most that all processes had together, in MB. A page that several share counts once (PSS). */
  readonly peakMb: number;
}

/** Runs a command to its end. Throws where it fails. */
export async function measure(command: string, args: readonly string[]): Promise<Used> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, proportionalMb(familyOf(child.pid!)));
  }, SAMPLE_MS);
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}`);
  return { seconds: (performance.now() - started) / 1000, peakMb };
}

function familyOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
  const family = [root];
  for (const member of family) {
    family.push(...parents.filter(({ parent }) => parent === member).map(({ pid }) => pid));
  }
  return family;
}

/** The name of the program, in brackets, may hold anything. 0 for a process that is gone. */
function parentOf(pid: string): number {
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function proportionalMb(pids: readonly number[]): number {
  const each = pids.map((pid) => {
    const rollup = orNothing(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1000;
  });
  return each.reduce((sum, mb) => sum + mb, 0);
}

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
