import { expect, it } from 'vitest';
import { fakeTerminal } from './fixtures/fake-terminal.ts';
import { createLog } from './log.ts';

const entry = {
  level: 'warn',
  text: 'Odd\u001B[31m thing.',
  fields: { event: 'odd', trials: [1, 2] },
} as const;

it('A log is read by people on a terminal', () => {
  const terminal = fakeTerminal({ width: 80 });
  createLog(terminal, { role: 'worker' }).write(entry);
  expect(terminal.written.err).toMatch(/^\d\d:\d\d:\d\d {2}Odd\\u\{1B\}\[31m thing\.\n$/);
  expect(terminal.written.out).toBe('');
});

it('A log is read by programs elsewhere', () => {
  const terminal = fakeTerminal();
  const log = createLog(terminal, { role: 'worker', worker: 'w' });
  log.write(entry);
  log.write({ ...entry, level: 'error' });
  const lines = terminal.written.err
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    {
      level: 'warn',
      role: 'worker',
      worker: 'w',
      pid: process.pid,
      event: 'odd',
      trials: [1, 2],
      msg: entry.text,
    },
    { level: 'error' },
  ]);
  expect(Date.parse(String(lines[0]!['time']))).not.toBeNaN();
});
