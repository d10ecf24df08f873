import { expect, it } from 'vitest';

/** A test that an implementation of a port need not pass, and why. */
export interface Exception {
  /** The test's title. */
  readonly test: string;
  readonly reason: string;
}

export type Examine = (test: string, body: () => Promise<void>) => void;

/**
 * `it` for tests that have exceptions: those are skipped and say why. `end` adds a test that fails where an exception
 * names no test.
 */
export function excepting(exceptions: readonly Exception[]): { examine: Examine; end(): void } {
  const left = new Map(exceptions.map(({ test, reason }) => [test, reason]));
  return {
    examine(test, body) {
      const reason = left.get(test);
      left.delete(test);
      if (reason === undefined) it(test, body);
      else it.skip(`${test} (excepted: ${reason})`, body);
    },
    end() {
      it('has exceptions only from tests that there are', () => {
        expect([...left.keys()]).toEqual([]);
      });
    },
  };
}
