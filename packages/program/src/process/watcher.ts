import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { RUN } from './table.ts';

/**
 * Reads `+PID` and `-PID` until its input ends, which it does when the worker closes it or dies, however it dies. Then it ends
 * the groups that are left and, where there is /proc, all processes of the runner's runs, and removes the runner's folder.
 * It looks more than once: a program may have been about to start when its worker died.
 */
const SCRIPT = `
groups=' '
while read -r line; do
  case $line in
    +*) groups="$groups\${line#+} " ;;
    -*) groups="\${groups%% \${line#-} *} \${groups#* \${line#-} }" ;;
  esac
done
for pid in $groups; do kill -KILL -- "-$pid" 2>/dev/null; done
for pass in 1 2 3 4 5; do
  grep -lsF "${RUN}=$1." /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do kill -KILL "$pid" 2>/dev/null; done
  rm -rf -- "$2"
  sleep 0.3
done
`;

/** A program that has ended by then is not worth a word: its variables tell of it. */
const TOLD_AFTER_MS = 100;

/** One small process beside the worker that ends its programs when the worker dies. */
export class Watcher {
  readonly #runner: string;
  readonly #folder: string;
  /** Of programs that it was not told of yet. */
  readonly #soon = new Map<number, NodeJS.Timeout>();
  #child: ChildProcess | null = null;

  /** `runner`: what the names of its runs begin with. */
  constructor(runner: string, folder: string) {
    this.#runner = runner;
    this.#folder = folder;
  }

  begin(pid: number): void {
    this.#child ??= this.#start();
    const tell = () => {
      this.#soon.delete(pid);
      this.#child?.stdin?.write(`+${pid}\n`);
    };
    this.#soon.set(pid, setTimeout(tell, TOLD_AFTER_MS));
  }

  end(pid: number): void {
    const soon = this.#soon.get(pid);
    if (!soon) this.#child?.stdin?.write(`-${pid}\n`);
    clearTimeout(soon);
    this.#soon.delete(pid);
  }

  /** There is nothing left for it to do. */
  close(): void {
    this.#child?.kill('SIGKILL');
  }

  #start(): ChildProcess {
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'latentsweep-watcher', this.#runner, this.#folder], {
      // Its own session: a terminal's interrupt is for the worker.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
      cwd: '/',
    });
    // Without it programs run all the same.
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    child.unref();
    // Of a pipe's type Node's declarations don't tell.
    (child.stdin as Socket | null)?.unref();
    return child;
  }
}
