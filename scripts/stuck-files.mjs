// A reporter of vitest: says of a test file that does not end where it is, and after a while ends the run. A file that
// blocks its process — a loop without end, a program that is waited for — hears no timeout of its tests.

import { describeProcesses } from './describe-processes.mjs';

const MINUTE_MS = 60_000;

export class StuckFiles {
  #tellAfterMs;
  #endAfterMs;
  #lookEveryMs;
  /** Of files that run: since when, the test that was begun last, and whether that was told. */
  #running = new Map();
  #looking;

  constructor({ tellAfterMs = 15 * MINUTE_MS, endAfterMs = 25 * MINUTE_MS, lookEveryMs = MINUTE_MS } = {}) {
    this.#tellAfterMs = tellAfterMs;
    this.#endAfterMs = endAfterMs;
    this.#lookEveryMs = lookEveryMs;
  }

  onTestRunStart() {
    this.#looking = setInterval(() => void this.#look(), this.#lookEveryMs).unref();
  }

  onTestModuleQueued({ moduleId }) {
    this.#running.set(moduleId, { since: performance.now(), test: null, told: false });
  }

  onTestCaseReady({ module: { moduleId }, fullName }) {
    const file = this.#running.get(moduleId);
    if (file) file.test = fullName;
  }

  onTestModuleEnd({ moduleId }) {
    this.#running.delete(moduleId);
  }

  onTestRunEnd() {
    clearInterval(this.#looking);
  }

  async #look() {
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
