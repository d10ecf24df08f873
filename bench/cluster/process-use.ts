/** What a process has used so far, by Linux's /proc. */

import { readdir, readFile } from 'node:fs/promises';

/** Ticks of /proc's times: USER_HZ is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

/** CPU time in milliseconds; with that of its children, those that ended included. 0 for one that is gone. */
export async function cpuMs(pid: number): Promise<number> {
  const [own, children] = await Promise.all([timesOf(pid), childrenOf(pid)]);
  const theirs = await Promise.all(children.map(timesOf));
  return own.own + own.ended + theirs.reduce((sum, child) => sum + child.own + child.ended, 0);
}

/** Resident memory in MB. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1000;
}

async function timesOf(pid: number): Promise<{ readonly own: number; readonly ended: number }> {
  const fields = await statOf(pid);
  if (fields === null) return { own: 0, ended: 0 };
  const [user, system, endedUser, endedSystem] = fields
    .slice(11, 15)
    .map((ticks) => Number(ticks) * MS_PER_TICK);
  return { own: user! + system!, ended: endedUser! + endedSystem! };
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(statOf));
  return pids.filter((_, i) => Number(stats[i]?.[1]) === parent);
}

/** The fields from the third on (state, parent, …): the second, in brackets, may hold anything. */
async function statOf(pid: number): Promise<string[] | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
