/** docs/ask-tell.md, followed: its sweep file, its lines for a shell, and its loop in Python against a server. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { works } from './start-program.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const page = readFileSync(new URL('../docs/ask-tell.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block!);

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('mine.yaml', blocks('yaml')[0]!);
  await place.write('token', 'a-token-of-a-test-0123456789');
});
afterAll(() => place.remove());

const commands = blocks('sh')[0]!
  .split('\n')
  .map((line) => line.replace(/ *#.*/, '').replace(/^sweep /, ''))
  .filter((line) => line !== '')
  .map((line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!));

test('the lines for a terminal', async () => {
  expect(commands).toHaveLength(6);
  for (const words of commands)
    expect(await place.sweep(...words), words.join(' ')).toMatchObject({ code: 0 });
  const show = JSON.parse((await place.sweep('show', 'mine', '-f', 'json')).out);
  expect(show.counts).toMatchObject({ completed: 1, failed: 1, running: 1 });
});

test.skipIf(!works('python3', '--version'))('the loop in Python', async () => {
  const [loop] = blocks('python');
  expect(loop!.trim().split('\n').length).toBeLessThanOrEqual(22);
  await place.write('loop.py', loop!);
  // What the lines above left out.
  expect((await place.sweep('tell', '3', '--metric', 'val_loss=0.5')).code).toBe(0);
  const server = place.start('dashboard', '--no-open', '--token-file', 'token');
  await server.says(/Dashboard: http/);
  const url = /Dashboard: (http:\/\/[^/]+)/.exec(server.err())![1]!;
  const child = spawn('python3', ['loop.py', url], { cwd: place.folder });
  const [code, said] = await Promise.all([
    new Promise((resolve) => child.on('close', resolve)),
    text(child.stderr),
  ]);
  server.child.kill('SIGINT');
  await server.ended;
  expect({ code, said }).toEqual({ code: 0, said: '' });
  const show = JSON.parse((await place.sweep('show', 'mine', '-f', 'json')).out);
  expect(show).toMatchObject({
    state: 'completed',
    counts: { completed: 39, failed: 1, queued: 0, running: 0 },
  });
});
