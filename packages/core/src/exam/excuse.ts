import { beforeEach, expect, type RunnerTestSuite, type TestContext, test } from 'vitest';

/** A test of an exam that an implementation need not pass, and why. */
export interface Exception {
  /** How its titles begin, below the exam's own: `suite > test`. */
  readonly test: string;
  readonly reason: string;
}

/**
 * To be called in the outermost suite of an exam: excepted tests are skipped, with their reasons in the report. An
 * exception that is from no test fails.
 */
export function excuse(exceptions: readonly Exception[]): void {
  if (exceptions.length === 0) return;
  beforeEach(({ task, skip }) => {
    const found = exceptions.find((exception) => pathOf(task).startsWith(exception.test));
    if (found) skip(found.reason);
  });
  test('has exceptions only from tests that there are', ({ task }) => {
    const paths = pathsIn(task.suite!);
    expect(exceptions.filter((one) => !paths.some((path) => path.startsWith(one.test)))).toEqual([]);
  });
}

type Task = TestContext['task'] | RunnerTestSuite;

const pathsIn = (suite: RunnerTestSuite): string[] =>
  suite.tasks.flatMap((task) => (task.type === 'suite' ? pathsIn(task) : [pathOf(task)]));

/** Without the exam's own suite. */
function pathOf(task: Task): string {
  return task.suite ? [pathOf(task.suite), task.name].filter(Boolean).join(' > ') : '';
}
