import { expect, test } from 'vitest';
import type { SweepRow } from '../api.ts';
import { shell } from './shell.ts';

const assets = { script: 'main-A.js', style: 'main-B.css' };

const answerOf = (name: string) => ({
  ...{ store: { kind: 'embedded' as const, where: 'x' }, mayAct: false, next: null },
  ...{ workers: [], moreWorkers: 0, alarms: [] },
  sweeps: [{ word: 'deck', name, state: 'running' } as SweepRow],
});

const textOf = async (name: string, up = '') =>
  String(await shell({ up, title: 'latentsweep', assets, answer: answerOf(name) }));

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['"onload="x', '&quot;onload=&quot;x'],
  ["'; drop table sweeps; --", '&#39;; drop table sweeps; --'],
  ['a\u0000\u001b[31m\u202eb', 'a\\u{0}\\u{1B}[31m\\u{202E}b'],
])('a sweep called %j is shown as it is', async (name, shown) => {
  const text = await textOf(name);
  expect(text).toContain(`<a href="./sweeps/deck">${shown}</a>`);
  expect(text.match(/<script/g)).toHaveLength(2);
});

test('data in the page end with their element, and come back', async () => {
  const name = '</script><script>alert(1)</script><!--';
  const data = /<script type="application\/json" id="answer">(.*)<\/script>\n<\/head>/.exec(
    await textOf(name),
  )![1]!;
  expect(data).not.toContain('<');
  expect(JSON.parse(data)).toEqual(answerOf(name));
});

test('files and links are found from where the page is', async () => {
  const text = await textOf('deck', '../../');
  for (const part of [
    'src="../../assets/main-A.js"',
    'href="../../assets/main-B.css"',
    '"../../sweeps/deck"',
  ]) {
    expect(text).toContain(part);
  }
  // Nothing that leads outside, no script and no style of its own: the policy would refuse them.
  expect(text).not.toMatch(/https?:|style=|<style| on\w+=/);
});
