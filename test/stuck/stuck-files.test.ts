import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const OWN = new URL('./stuck-files.ts', import.meta.url).href;
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** What vitest says that runs a file of these lines with the reporter, and the code that it ends with. */
async function run(...lines: string[]): Promise<{ code: number; said: string }> {
  // Beside the packages that it imports.
  const folder = await mkdtemp(join(MODULES, '.stuck-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'own.check.mjs'), ["import { test } from 'vitest';", ...lines].join('\n'));
  const config = `
    import { StuckFiles } from ${JSON.stringify(OWN)};
    const reporter = new StuckFiles({ tellAfterMs: 6000, endAfterMs: 7000, lookEveryMs: 500 });
    export default { test: { include: ['*.check.mjs'], exclude: [], pool: 'forks', reporters: [reporter] } };`;
  await writeFile(join(folder, 'vitest.config.mjs'), config);
  const vitest = spawn(process.execPath, [join(MODULES, 'vitest/vitest.mjs'), 'run', '--root', folder]);
  let said = '';
  for (const stream of [vitest.stdout, vitest.stderr]) stream.on('data', (piece) => (said += piece));
  const [code] = await once(vitest, 'close');
  return { code, said };
}

test('a file that blocks its process is told by its name and its line, and ends the run', async () => {
  const { code, said } = await run(
    "test('ends', () => {});",
    'function turnOnAndOn() {',
    '  for (;;);',
    '}',
    "test('does not end', async () => {",
    // What was begun is told a moment later.
    '  await new Promise((resolve) => setTimeout(resolve, 500));',
    '  turnOnAndOn();',
    '});',
  );
  expect(said).toMatch(/Still runs: \S*own\.check\.mjs, in does not end\./);
  if (process.platform === 'linux') expect(said).toMatch(/turnOnAndOn \S*own\.check\.mjs:4/);
  expect(said).toContain('the run is ended');
  expect(code).toBe(1);
});

test('nothing is said of files that end', async () => {
  expect(await run("test('ends', () => {});")).toMatchObject({
    code: 0,
    said: expect.not.stringContaining('Still'),
  });
});
