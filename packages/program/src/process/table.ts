import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as breath } from 'node:timers/promises';
import { promisify } from 'node:util';

/** One process of the system. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly residentBytes: number;
  /** The run that it was started in, as its variables say; null: none, or the system doesn't tell. */
  readonly run: string | null;
}

/** The variable by which a process is known to be of a run, wherever it went. */
export const RUN = 'LATENTSWEEP_RUN';

const IN_ENVIRONMENT = new RegExp(`(?:^|\0)${RUN}=([^\0]*)`);
/** Looked at without letting others have a turn. */
const AT_ONCE = 200;

/** All processes that there are. What is known of one by its variables is read once. */
export class ProcessTable {
  #runs = new Map<string, string | null>();
  #pageBytes: number | null = null;

  async read(): Promise<readonly Process[]> {
    return process.platform === 'linux' ? this.#fromProc() : fromPs();
  }

  async #fromProc(): Promise<readonly Process[]> {
    this.#pageBytes ??= pageSize();
    const pageBytes = this.#pageBytes;
    const found: Process[] = [];
    const runs = new Map<string, string | null>();
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    for (const [i, pid] of pids.entries()) {
      if (i % AT_ONCE === AT_ONCE - 1) await breath();
      const stat = readOrNull(`/proc/${pid}/stat`);
      if (stat === null) continue;
      // The command's name stands in parentheses, and may hold any.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') continue;
      const key = `${pid} ${fields[19]}`;
      const run = this.#runs.has(key) ? this.#runs.get(key)! : runOf(pid);
      runs.set(key, run);
      const [parent, group, session] = [fields[1], fields[2], fields[3]].map(Number) as [
        number,
        number,
        number,
      ];
      found.push({
        pid: Number(pid),
        parent,
        group,
        session,
        residentBytes: Number(fields[21]) * pageBytes,
        run,
      });
    }
    this.#runs = runs;
    return found;
  }
}

function runOf(pid: string): string | null {
  return IN_ENVIRONMENT.exec(readOrNull(`/proc/${pid}/environ`) ?? '')?.[1] ?? null;
}

/** A power of two: what this process takes, in bytes and in pages, was not read in the same moment. */
function pageSize(): number {
  const pages = Number(readOrNull('/proc/self/statm')!.split(' ')[1]);
  return 2 ** Math.round(Math.log2(process.memoryUsage.rss() / pages));
}

/** Null: it is gone, or another user's. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

/** Where there is no /proc. */
export async function fromPs(): Promise<readonly Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,rss=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, kilobytes] = line.trim().split(/\s+/).map(Number);
    if (kilobytes === undefined) return [];
    const of = { pid: pid!, parent: parent!, group: group! };
    return [{ ...of, session: group!, residentBytes: kilobytes * 1024, run: null }];
  });
}
