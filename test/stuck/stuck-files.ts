/**
 * A reporter of vitest: says of a test file that does not end where it is, and after a while ends the run. A file that
 * blocks its process — a loop without end, a program that is waited for — hears no timeout of its tests.
 */

import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { describeProcesses } from './describe-processes.ts';

const MINUTE_MS = 60_000;

interface RunningFile {
  readonly since: number;
  /** The test that was begun last. */
  test: string | null;
  told: boolean;
}

export class StuckFiles implements Reporter {
  readonly #tellAfterMs: number;
  readonly #endAfterMs: number;
  readonly #lookEveryMs: number;
  readonly #running = new Map<string, RunningFile>();
  #looking: NodeJS.Timeout | undefined;

  constructor({ tellAfterMs = 15 * MINUTE_MS, endAfterMs = 45 * MINUTE_MS, lookEveryMs = MINUTE_MS } = {}) {
    this.#tellAfterMs = tellAfterMs;
    this.#endAfterMs = endAfterMs;
    this.#lookEveryMs = lookEveryMs;
  }

  onTestRunStart(): void {
    const again = () => void this.#look().then(() => this.#looking?.refresh());
    this.#looking = setTimeout(again, this.#lookEveryMs).unref();
  }

  onTestModuleQueued({ moduleId }: TestModule): void {
    this.#running.set(moduleId, { since: performance.now(), test: null, told: false });
  }

  onTestCaseReady({ module: { moduleId }, fullName }: TestCase): void {
    const file = this.#running.get(moduleId);
    if (file) file.test = fullName;
  }

  onTestModuleEnd({ moduleId }: TestModule): void {
    this.#running.delete(moduleId);
  }

  onTestRunEnd(): void {
    clearTimeout(this.#looking);
    this.#looking = undefined;
  }

  async #look(): Promise<void> {
    const late = [...this.#running].filter(([, { since }]) => performance.now() - since > this.#tellAfterMs);
    const news = late.filter(([, file]) => !file.told);
    for (const [moduleId, file] of news) {
      file.told = true;
      process.stderr.write(
        `\nStill runs: ${moduleId}, in ${file.test ?? 'what it does before its first test'}.\n`,
      );
    }
    if (news.length > 0) process.stderr.write(`${await describeProcesses(process.pid)}\n`);
    if (late.some(([, { since }]) => performance.now() - since > this.#endAfterMs)) {
      process.stderr.write('\nA test file does not end: the run is ended. What it is in stands above.\n');
      process.exit(1);
    }
  }
}
