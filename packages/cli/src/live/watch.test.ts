import { expect, test } from 'vitest';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';
import { showLive } from './watch.ts';

/** How many listen for Ctrl-C when the display ends. */
async function listenersAtEnd(work: () => Promise<string>): Promise<number> {
  let listeners = -1;
  const onResize = () => () => {
    listeners = process.listenerCount('SIGINT');
  };
  const terminal = { ...fakeTerminal({ width: 80 }), onResize };
  const shown = { context: { terminal }, sweep: { definition: { parameters: [] } } };
  await showLive(shown as unknown as Parameters<typeof showLive>[0], work).catch(() => {});
  return listeners;
}

test.each([
  ['done', async () => 'done'],
  ['failed', () => Promise.reject(new Error('It failed.'))],
])('the display is taken off the terminal before a signal may end the process: %s', async (_, work) => {
  const before = process.listenerCount('SIGINT');
  expect(await listenersAtEnd(work)).toBe(before + 1);
  expect(process.listenerCount('SIGINT')).toBe(before);
});
