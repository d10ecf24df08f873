import type { Page } from 'playwright-core';

/**
 * What an expression of the page's is worth once it is true, looked at with each frame. Not `waitForFunction`, which evaluates
 * text in the page: its policy forbids that.
 */
export function untilTrue<Value>(page: Page, expression: string): Promise<Value> {
  return page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const value = ${expression};
      if (value) resolve(value);
      else requestAnimationFrame(look);
    };
    look();
  })`);
}
