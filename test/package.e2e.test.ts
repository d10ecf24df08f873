import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { works } from './start-program.ts';
import { type Ended, startProcess } from './sweep-process.ts';

const PACK = fileURLToPath(new URL('../scripts/pack.mjs', import.meta.url));
/** An install fetches a hundred packages. */
const INSTALL_MS = 300_000;

let parent: string;
/** Where the packed file is installed, once one of the tests has asked for it. */
let fromFile: Promise<string> | undefined;
let folder: string;
let reached: boolean;

beforeAll(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'latentsweep-package-')));
  folder = join(parent, 'build', 'package');
  const pack = await exec([process.execPath, PACK, join(parent, 'build')], parent);
  expect(pack).toMatchObject({ code: 0, err: '' });
  reached =
    (await npm(parent, 'view', 'yaml', 'version', '--fetch-retries=0', '--fetch-timeout=10000')).code === 0;
}, INSTALL_MS);
afterAll(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }));

/** What npm gives to its children, and the folders of the clone that hold commands, would change what is found. */
function environment(): NodeJS.ProcessEnv {
  const { PATH = '', ...rest } = process.env;
  const inherited = Object.entries(rest).filter(
    ([name]) => !/^npm_(?!config_)|^LATENTSWEEP_|^CI$/i.test(name),
  );
  const folders = PATH.split(delimiter).filter((folder) => !/node_modules\/\.bin/.test(folder));
  return {
    ...Object.fromEntries(inherited),
    ...{ HOME: parent, XDG_CONFIG_HOME: '', NO_COLOR: '1' },
    PATH: [dirname(process.execPath), ...folders].join(delimiter),
  };
}

async function exec([command, ...args]: readonly string[], cwd: string): Promise<Ended> {
  const child = spawn(command!, args, { cwd, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  );
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

const npm = (cwd: string, ...args: string[]) => exec(['npm', ...args], cwd);

/** A folder with nothing but that it has modules, in which the package is installed: from `what`, as npm is told it. */
async function installed(...what: string[]): Promise<string> {
  const place = await mkdtemp(join(parent, 'project-'));
  await writeFile(join(place, 'package.json'), '{ "type": "module" }\n');
  const { code, err } = await npm(place, 'install', '--no-audit', '--no-fund', '--prefer-offline', ...what);
  expect({ code, err }).toMatchObject({ code: 0 });
  return place;
}

const installedFile = () => (fromFile ??= installed(join(parent, 'build', 'latentsweep-0.1.0.tgz')));

test('the package holds what it needs, and nothing of the machine that made it', async () => {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({
    name: 'latentsweep',
    license: 'Apache-2.0',
    bin: { sweep: 'bin/sweep.mjs' },
  });
  const versions = Object.values<string>(manifest.dependencies);
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-r\.\d+)?$/.test(version))).toEqual([]);
  expect(Object.keys(manifest.dependencies)).toContain('@electric-sql/pglite');
  // What only builds, and what is inside the pages.
  for (const name of ['esbuild', 'assemblyscript', 'preact'])
    expect(manifest.dependencies[name]).toBeUndefined();
  const files = globSync('**/*', { cwd: folder, exclude: ['node_modules'], withFileTypes: true }).filter(
    (file) => file.isFile(),
  );
  const names = files.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['LICENSE', 'NOTICES.txt', 'kernels.wasm', '0001-tables.sql']),
  );
  expect(names.filter((name) => /\.map$|\.test\.|(?<!latentsweep|\.d)\.ts$/.test(name))).toEqual([]);
  const clone = dirname(dirname(PACK));
  for (const { parentPath, name } of files) {
    expect((await readFile(join(parentPath, name), 'utf8')).includes(clone), name).toBe(false);
  }
});

test(
  'installed from the packed file into an empty folder, all of it works',
  async (context) => {
    if (!reached) context.skip('no npm registry can be reached');
    const place = await installedFile();
    const sweep = (...args: string[]) => npm(place, 'exec', '--offline', '--', 'sweep', ...args);
    expect(await sweep('--version')).toMatchObject({ code: 0, out: '0.1.0\n' });

    // Threads, kernels, the embedded store and its migrations.
    const quick = join(place, 'node_modules/latentsweep/sweeps/quickstart.yaml');
    const small = ['epochs=[2, 3]', 'latent_size=2', 'minority_rate=0.01'].flatMap((value) => [
      '--set',
      value,
    ]);
    const run = await sweep('run', quick, '--replicates', '2', ...small);
    expect(run).toMatchObject({ code: 0, out: expect.stringMatching(/^rank +arm/m) });
    expect(run.err).toContain('npx sweep top quickstart');
    const top = await sweep('top', 'quickstart', '-f', 'json');
    expect(JSON.parse(top.out).rows).toHaveLength(16);
    // Letters for pictures, DuckDB for tables.
    expect(await sweep('plot', 'quickstart', 'arms', '--to', 'arms.png')).toMatchObject({ code: 0 });
    expect(await sweep('export', 'quickstart', '--to', 'trials.parquet')).toMatchObject({ code: 0 });
    // The other engine, in a process of its own.
    expect((await sweep('doctor')).out).toMatch(/ok +tfjs wasm +CPU/);

    const bin = join(place, 'node_modules/latentsweep/bin/sweep.mjs');
    const pages = startProcess(process.execPath, [bin, 'dashboard', '--no-open', '--port', '0'], place);
    try {
      await pages.says(/http:\/\/\S+/);
      const [url] = /http:\/\/\S+/.exec(pages.err())!;
      const entry = await fetch(url!, { redirect: 'manual' });
      const cookie = entry.headers
        .getSetCookie()
        .map((set) => set.split(';')[0])
        .join('; ');
      const page = await (await fetch(new URL('/', url), { headers: { cookie } })).text();
      expect(page).toContain('quickstart');
      const [script] = /assets\/main-\w+\.js/.exec(page)!;
      const code = await fetch(new URL(`/${script}`, url), { headers: { cookie } });
      expect([code.status, (await code.text()).length > 10_000]).toEqual([200, true]);
    } finally {
      pages.child.kill('SIGINT');
      await pages.ended;
    }
  },
  INSTALL_MS,
);

test(
  "a program's sweep runs where the package is installed",
  async (context) => {
    if (!reached) context.skip('no npm registry can be reached');
    if (!works('python3', '--version')) context.skip('there is no python3');
    const place = await installedFile();
    await writeFile(
      join(place, 'train.py'),
      "import sys, json\nlr = float(sys.argv[1].split('=')[1])\nprint(json.dumps({'val_loss': (lr - 0.1) ** 2}))\n",
    );
    await writeFile(
      join(place, 'sweep.yaml'),
      'name: mine\nprogram: train.py\nmethod: bayes\nrun_cap: 6\nmetric: { name: val_loss, goal: minimize }\nparameters: { lr: { min: 0.0, max: 1.0 } }\n',
    );
    const run = await npm(place, 'exec', '--offline', '--', 'sweep', 'run', 'sweep.yaml', '--trust');
    expect(run).toMatchObject({ code: 0, out: expect.stringMatching(/^rank +lr +val_loss/) });
    expect(run.err).toContain('6 trials completed');
    // The same folder, from TypeScript: without a link, below node_modules.
    await writeFile(
      join(place, 'own.ts'),
      `import { openSweep } from 'latentsweep';
const sweep = await openSweep({ name: 'own', method: 'grid', metric: { name: 'y' }, parameters: { x: { values: [1, 2] } } });
console.log((await sweep.run(({ config }) => ({ y: Number(config.x) }))).completed);
await sweep.close();
`,
    );
    expect(await exec([process.execPath, 'own.ts'], place)).toMatchObject({ code: 0, out: '2\n' });
    const listed = await npm(place, 'exec', '--offline', '--', 'sweep', 'list', '-f', 'json');
    expect(
      JSON.parse(listed.out)
        .map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(expect.arrayContaining(['mine', 'own']));
  },
  INSTALL_MS,
);

/** Linked, as npm does with a folder: it takes no registry. */
const linked = () => installed(folder, '--offline');

test('installed from the folder, which npm links, it finds its packages in the repository', {
  timeout: INSTALL_MS,
}, async () => {
  const place = await linked();
  const sweep = join(place, 'node_modules/.bin/sweep');
  expect(await exec([sweep, 'plan', join(folder, 'sweeps/quickstart.yaml')], place)).toMatchObject({
    code: 0,
  });
});

const API = fileURLToPath(new URL('../docs/typescript-api.md', import.meta.url));
const COMPILER = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/** The examples of the page in an empty folder, in their order, as JavaScript too: they have no types of their own. */
async function runExamples(place: string): Promise<string[]> {
  const page = await readFile(API, 'utf8');
  const [, file] = /```yaml\n([\s\S]+?)```/.exec(page)!;
  await writeFile(join(place, 'sweep.yaml'), file!);
  const said: string[] = [];
  for (const [i, [, code]] of [...page.matchAll(/```ts\n([\s\S]+?)```/g)].entries()) {
    for (const name of [`example-${i}.ts`, `example-${i}.mjs`]) {
      await writeFile(join(place, name), code!);
      // The second time everything has been computed.
      const { code: exit, out, err } = await exec([process.execPath, name], place);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      said.push(out.trim());
    }
  }
  return said;
}

test('the examples of the TypeScript API run in an empty folder, and have types', {
  timeout: INSTALL_MS,
}, async () => {
  const place = await linked();
  const [called, calledAgain, byHand, byHandAgain, square, squareAgain] = await runExamples(place);
  expect(called).toMatch(/^completed \{\n +rank: 1,/);
  expect(calledAgain).toBe(called);
  expect(byHand).toBe('completed 3');
  expect(byHandAgain).toBe(byHand);
  expect(square).toMatch(/^\{ x: -?0\.\d+ \}\nbad_sweep_file method$/);
  expect(squareAgain).toBe(square);
  const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
  const examples = [0, 1, 2].map((i) => `example-${i}.ts`);
  await writeFile(join(place, 'wrong.ts'), "import { openSweep } from 'latentsweep';\nvoid openSweep(3);\n");
  const checked = await exec([process.execPath, COMPILER, ...examples, 'wrong.ts', ...strict], place);
  expect(checked.out.trim().split('\n')).toEqual([expect.stringMatching(/^wrong\.ts\(2,16\): error TS2345/)]);
});
