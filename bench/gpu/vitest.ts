/**
 * As much of vitest as the tests of engines ask for, in place of it in the bundle for machines without packages: vitest itself
 * would be larger than all the rest. What they expect is vitest's own.
 */

import { format } from 'node:util';

export { expect } from 'vitest';

interface Suite {
  readonly type: 'suite';
  readonly name: string;
  readonly suite: Suite | undefined;
  readonly tasks: (Suite | Test)[];
  readonly before: Hook[];
  readonly after: Hook[];
  readonly beforeEach: Hook[];
}

interface Test {
  readonly type: 'test';
  readonly name: string;
  readonly suite: Suite | undefined;
  readonly body: Hook;
  readonly skipped: string | null;
}

interface Context {
  readonly task: Suite | Test;
  skip(reason?: string): never;
}
type Hook = (context: Context) => unknown;
/** Options come between the name and the body, or a time behind it; here nothing is timed. */
type Given = readonly (Hook | object | number | undefined)[];

class Skipped extends Error {}

const createSuite = (name: string, suite: Suite | undefined): Suite => ({
  ...{ type: 'suite', name, suite, tasks: [], before: [], after: [], beforeEach: [] },
});

/** A file's own suite has no name, and what stands in it does not name it: so exams know their outermost ones. */
let file = createSuite('', undefined);
let current = file;
const within = () => (current === file ? undefined : current);

const bodyOf = <Body>(given: readonly unknown[]): Body =>
  given.find((value) => typeof value === 'function') as Body;

export function describe(name: string, ...given: Given): void {
  const outer = current;
  const suite = createSuite(name, within());
  outer.tasks.push(suite);
  current = suite;
  bodyOf<() => void>(given)();
  current = outer;
}

export function it(name: string, ...given: Given): void {
  current.tasks.push({
    ...{ type: 'test', name, suite: within(), body: bodyOf<Hook>(given), skipped: null },
  });
}

it.skip = (name: string, ..._: Given): void => {
  current.tasks.push({ type: 'test', name, suite: within(), body: () => {}, skipped: name });
};

/** A row that is a list is spread; `$title` in a name is what a row has by that name, `%s` the next of its values. */
const each =
  (one: (name: string, body: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, ...given: readonly unknown[]): void => {
    const body = bodyOf<(...values: unknown[]) => unknown>(given);
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      const named = name.replaceAll(/\$(\w+)/g, (_, key) => String((row as Record<string, unknown>)[key]));
      const asked = named.match(/%[sdij]/g)?.length ?? 0;
      one(format(named, ...values.slice(0, asked)), () => body(...values));
    }
  };
describe.each = each(describe);
it.each = each(it);

export function test(name: string, ...given: Given): void {
  it(name, ...given);
}

export const beforeAll = (hook: Hook, _?: number) => void current.before.push(hook);
export const afterAll = (hook: Hook, _?: number) => void current.after.push(hook);
export const beforeEach = (hook: Hook) => void current.beforeEach.push(hook);

/** Its only setting that is asked for is a time. */
export const vi = { setConfig(_: object): void {} };

export interface Told {
  /** `suite > suite > test`. */
  readonly test: string;
  readonly outcome: 'passed' | 'skipped' | 'failed';
  /** Why it was skipped, or what failed. */
  readonly words: string;
}

/** Runs what was described so far, one after another, and forgets it. */
export async function runTests(tell: (told: Told) => void): Promise<void> {
  const described = file;
  file = createSuite('', undefined);
  current = file;
  await runSuite(described, tell);
}

async function runSuite(suite: Suite, tell: (told: Told) => void): Promise<void> {
  const context = contextOf(suite);
  try {
    for (const hook of suite.before) await hook(context);
    for (const task of suite.tasks) {
      if (task.type === 'suite') await runSuite(task, tell);
      else tell({ test: pathOf(task), ...(await outcomeOf(task)) });
    }
    for (const hook of suite.after) await hook(context);
  } catch (error) {
    tell({ test: pathOf(suite), outcome: 'failed', words: wordsOf(error) });
  }
}

async function outcomeOf(task: Test): Promise<Omit<Told, 'test'>> {
  if (task.skipped !== null) return { outcome: 'skipped', words: task.skipped };
  const context = contextOf(task);
  try {
    for (const suite of suitesOf(task)) for (const hook of suite.beforeEach) await hook(context);
    await task.body(context);
    return { outcome: 'passed', words: '' };
  } catch (error) {
    if (error instanceof Skipped) return { outcome: 'skipped', words: error.message };
    return { outcome: 'failed', words: wordsOf(error) };
  }
}

const contextOf = (task: Suite | Test): Context => ({
  task,
  skip(reason = '') {
    throw new Skipped(reason);
  },
});

/** The outermost first. */
function suitesOf({ suite }: Suite | Test): Suite[] {
  return suite ? [...suitesOf(suite), suite] : [];
}

const pathOf = (task: Suite | Test) =>
  [...suitesOf(task), task]
    .map(({ name }) => name)
    .filter((name) => name !== '')
    .join(' > ');

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
