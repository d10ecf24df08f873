/** `bench/gpu.sh` without a GPU: what it says of its arguments and of what is missing. All of it is run by hand, on its bundle. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../bench/gpu.sh', import.meta.url));

/** It is for Linux on x64. */
const isElsewhere = process.platform !== 'linux' || process.arch !== 'x64';

/** The script in a folder of its own, with nothing beside it but these files and nothing on its path that a bare machine lacks. */
function run(
  options: readonly string[],
  files: Record<string, string> = {},
  env: NodeJS.ProcessEnv = {},
  archive?: string,
) {
  const folder = mkdtempSync(join(tmpdir(), 'gpu-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync(SCRIPT, join(folder, 'gpu.sh'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  if (archive !== undefined) copyFileSync(archive, join(folder, 'latentsweep-gpu.tar.xz'));
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['gpu.sh', ...options], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', TMPDIR: folder, ...env },
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

test.skipIf(isElsewhere).each([
  [['--fast'], "gpu.sh knows no '--fast'", 'Known: --software'],
  [['--seconds', 'ten'], "not 'ten'", 'For example: --seconds 480'],
  [['--device'], '--device needs a value', 'first lines'],
  [['--software'], 'latentsweep-gpu.tar.xz is not beside', 'npm run bench:gpu:pack'],
])('%j is refused in words', (options, ...words) => {
  const { status, err } = run(options);
  expect(status).toBe(2);
  for (const word of words) expect(err).toContain(word);
});

test.skipIf(isElsewhere)('--help says what it is', () => {
  const { status, out } = run(['--help']);
  expect(status).toBe(0);
  expect(out).toMatch(/^sh gpu\.sh .*\n/);
  expect(out).toContain('under eight minutes');
  expect(out.trimEnd()).toMatch(/which is removed$/);
});

test.skipIf(isElsewhere || existsSync('/dev/nvidia0'))(
  'without a driver it says what is missing, and how to try it without',
  () => {
    const { status, err } = run([]);
    expect(status).toBe(2);
    for (const words of [
      'no /dev/nvidia0',
      'no libGLX_nvidia.so.0',
      'no nvidia_icd.json',
      'sh gpu.sh --software',
    ])
      expect(err).toContain(words);
  },
);

test.skipIf(isElsewhere)('a driver that is named is taken, and a bundle that is cut off is no bundle', () => {
  const { status, out, err } = run(
    [],
    { 'nvidia_icd.json': '{}', 'latentsweep-gpu.tar.xz': 'cut off' },
    { VK_DRIVER_FILES: 'nvidia_icd.json' },
  );
  expect(status).toBe(2);
  expect(out).toContain('── unpacking');
  expect(err).toContain('The bundle could not be unpacked.');
});

const hasXz = spawnSync('xz', ['--version']).status === 0;

/** A bundle whose Node is a script that knows the steps by their names; where not `same`, each store has a checksum of its own. */
function bundleOf({ exam, same }: { readonly exam: number | string; readonly same: boolean }): string {
  const folder = mkdtempSync(join(tmpdir(), 'gpu-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['bin', 'software'])
    mkdirSync(join(folder, 'latentsweep-gpu', name), { recursive: true });
  writeFileSync(join(folder, 'latentsweep-gpu/software/vk_swiftshader_icd.json'), '{}');
  const node = `#!/bin/sh
case "$*" in
  --version) echo v24 ;;
  *'exam'*) echo "  examined: $*"; exit ${exam} ;;
  *' run '*) [ -e "$VK_DRIVER_FILES" ] ;;
  *'--checksum'*) echo ${same ? 'sum' : '"sum of ${PWD##*/}"'} ;;
  *' sql '*) printf 'device,count\\nA GPU,4\\n' ;;
esac
`;
  writeFileSync(join(folder, 'latentsweep-gpu/bin/node'), node, { mode: 0o755 });
  const archive = join(folder, 'latentsweep-gpu.tar.xz');
  expect(spawnSync('tar', ['-cJf', archive, '-C', folder, 'latentsweep-gpu']).status).toBe(0);
  return archive;
}

test.skipIf(isElsewhere || !hasXz).each([
  [{ exam: 0, same: true }, 0, 'All is well', 'the same results, bit for bit'],
  [{ exam: 1, same: true }, 1, 'FAILED: exam.', 'A GPU,4'],
  [{ exam: 0, same: false }, 1, 'FAILED: a sweep, on CPUs and on the GPU.', 'THE CHECKSUMS DIFFER'],
])('of steps that end as %j it says so, and its code is %d', (steps, code, ...words) => {
  const { status, out } = run(['--software'], {}, {}, bundleOf(steps));
  for (const word of words) expect(out).toContain(word);
  expect(out.trimEnd().split('\n').at(-1)).toContain(words[0]);
  expect(status).toBe(code);
});

test.skipIf(isElsewhere || !hasXz).each([
  [['--software', '--to', 'some/folder'], {}],
  [['--to', '.'], { VK_DRIVER_FILES: 'nvidia_icd.json' }],
  [[], { VK_DRIVER_FILES: './nvidia_icd.json' }],
])(
  'with %j and %j, paths from where it is started, its steps find the bundle and the driver',
  (options, env) => {
    const files = { 'nvidia_icd.json': '{}' };
    const { status, out } = run(options, files, env, bundleOf({ exam: 0, same: true }));
    expect(out).toContain('All is well');
    expect(status).toBe(0);
  },
);

test.skipIf(isElsewhere || !hasXz)('the device that is named is the one that is examined', () => {
  const { out } = run(['--software', '--device', 'Card 5'], {}, {}, bundleOf({ exam: 0, same: true }));
  expect(out).toMatch(/examined: .* exam --device Card 5$/m);
});

test.skipIf(isElsewhere || !hasXz)(
  'a step that takes longer than its share is stopped, and the others have theirs',
  () => {
    const { status, out } = run(
      ['--software', '--seconds', '120'],
      {},
      { EXAM_SECONDS: '2' },
      bundleOf({ exam: '0 $(sleep 60)', same: true }),
    );
    expect(out).toMatch(/stopped after \d+ s; --seconds gives more/);
    expect(out).toContain('the same results, bit for bit');
    expect(out.trimEnd().split('\n').at(-1)).toContain('FAILED: exam.');
    expect(status).toBe(1);
  },
);

test('the tests that it runs can be bundled for a machine that has our package and nothing for tests', async () => {
  // Plain JavaScript, as `npm run pack` has it.
  const { bundleMachine } = await import('../bench/gpu/bundle.mjs' as string);
  const { imports, files } = await bundleMachine('/dist');
  const theirs = [...(imports as Set<string>)].map((name) =>
    name.split('/', name.startsWith('@') ? 2 : 1).join('/'),
  );
  expect([...new Set(theirs)].sort()).toEqual(['@noble/hashes', 'apache-arrow', 'webgpu']);
  expect(files.map(({ path }: { path: string }) => path)).toContain('/dist/gpu-machine.js');
});
