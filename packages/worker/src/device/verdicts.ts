import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type SelfTest } from '@latentsweep/core';
import type { Adapter } from './package.ts';

/** What a verdict holds for: with another driver, another engine or another test it is another question. */
export interface Tested extends Pick<Adapter, 'name' | 'vendor' | 'driver'> {
  readonly engine: string;
  readonly truth: string;
  /** See `DevicePackage`. */
  readonly sources: string;
}

/** What devices showed of themselves, a small file each in a folder of the user's; without a folder nothing is kept. */
export class Verdicts {
  readonly #folder: string | null;

  constructor(deviceFolder: string | undefined) {
    this.#folder = deviceFolder === undefined ? null : join(deviceFolder, 'devices');
  }

  /** The kept verdict, or else that of `test`, which is kept then. A file that can't be read or written costs a test. */
  async of(tested: Tested, test: () => Promise<SelfTest>): Promise<SelfTest> {
    const kept = await this.#read(tested);
    if (kept) return kept;
    const verdict = await test();
    await this.keep(tested, verdict);
    return verdict;
  }

  async #read(tested: Tested): Promise<SelfTest | null> {
    if (this.#folder === null) return null;
    try {
      const { verdict, ...of } = JSON.parse(await readFile(this.#place(tested), 'utf8'));
      if (canonicalJson(of) !== canonicalJson({ ...tested })) return null;
      if (verdict.exact === true) return { exact: true };
      return verdict.exact === false ? { exact: false, differs: String(verdict.differs) } : null;
    } catch {
      return null;
    }
  }

  /** In the place of what was kept: of a device that fails later than in its test, too. */
  async keep(tested: Tested, verdict: SelfTest): Promise<void> {
    if (this.#folder === null) return;
    const place = this.#place(tested);
    const own = `${place}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(own, `${JSON.stringify({ ...tested, verdict }, null, 2)}\n`);
      await rename(own, place);
    } catch {
      // The next start tests again.
    }
  }

  /**
   * By a hash: a device's name is no name of a file. One for each of several versions, which may be in use by turns: none
   * is to forget what it saw.
   */
  #place(tested: Tested): string {
    const hash = createHash('sha256')
      .update(canonicalJson({ ...tested }))
      .digest('hex')
      .slice(0, 32);
    return join(this.#folder!, `${hash}.json`);
  }
}
