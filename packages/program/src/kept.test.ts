import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreCheckpoint } from './files/checkpoint.ts';
import { isKeptName, type KeptFile } from './files/kept-file.ts';
import { listFiles } from './files/list.ts';
import { cutAnywhere } from './fixtures/cut-anywhere.ts';
import { openStage, type Stage, TRIAL } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

const sh = (script: string) => ['sh', '-c', script];
const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
/** Takes all artifacts. */
const TAKING = { artifacts: async () => {} };
const PLENTY = { files: 100, bytes: 1024 ** 2 };

describe('Artifacts', () => {
  it('are told with their hashes, and can be read before they go', async () => {
    const read: string[] = [];
    const keeper = {
      artifacts: async (files: readonly { readonly path: string }[]) => {
        for (const { path } of files) read.push(readFileSync(path, 'utf8'));
      },
    };
    const script = `cd "$LATENTSWEEP_ARTIFACTS"; mkdir plots; printf ab > model.bin; printf c > plots/a.txt; echo '{"loss":1}'`;
    const { artifacts } = await stage.run(sh(script), {}, {}, keeper);
    expect(artifacts).toEqual([
      { name: 'model.bin', bytes: 2, sha256: hash('ab') },
      { name: 'plots/a.txt', bytes: 1, sha256: hash('c') },
    ]);
    expect(read).toEqual(['ab', 'c']);
    expect(stage.left()).toEqual([]);
  });

  it('are kept of a trial that failed', async () => {
    const { result, artifacts } = await stage.run(
      sh(`echo x > "$LATENTSWEEP_ARTIFACTS/core"; exit 1`),
      ...[{}, {}, TAKING],
    );
    expect([result.outcome, artifacts.map(({ name }) => name)]).toEqual(['failed', ['core']]);
  });

  it('are none where nobody keeps them, or where they could not be kept, and the log says so', async () => {
    const script = sh(`echo x > "$LATENTSWEEP_ARTIFACTS/core"; echo '{"loss":1}'`);
    const nowhere = await stage.run(script);
    expect(nowhere.artifacts).toEqual([]);
    expect(nowhere.log).toBe('latentsweep: artifacts are not kept here\n');
    const full = { artifacts: () => Promise.reject(new Error('no space left on device')) };
    const end = await stage.run(script, {}, {}, full);
    expect(end).toMatchObject({ artifacts: [], result: { outcome: 'completed' } });
    expect(end.log).toBe('latentsweep: artifacts could not be kept: no space left on device\n');
  });

  it.each([
    ['a link to a file', 'ln -s /etc/passwd secret', /secret is left out: it is no regular file/],
    ['a link to a folder', 'ln -s /etc etc', /etc is left out: it is no regular file/],
    ['a pipe', 'mkfifo pipe', /pipe is left out: it is no regular file/],
    ['a name of two lines', `touch "$(printf 'a\\nb')"`, /a\\nb is left out: that is no name to keep it by/],
    ['a name with a backslash', String.raw`touch '..\x'`, /is left out: that is no name/],
    [
      'its folder replaced by a link',
      'rm -r "$LATENTSWEEP_ARTIFACTS"; ln -s /etc "$LATENTSWEEP_ARTIFACTS"',
      /^$/,
    ],
  ])('are never %s', async (_, script, log) => {
    const run = sh(`cd "$LATENTSWEEP_ARTIFACTS"; ${script}; echo '{"loss":1}'`);
    const end = await stage.run(run, {}, {}, TAKING);
    expect(end.result.outcome).toBe('completed');
    expect(end.artifacts).toEqual([]);
    expect(end.log).toMatch(log);
  });

  it('are bounded in number and in bytes', async () => {
    const folder = join(stage.folder, 'files');
    mkdirSync(folder);
    for (let i = 0; i < 20; i++)
      writeFileSync(join(folder, `f${String(i).padStart(2, '0')}`), 'x'.repeat(i * 10));
    const few = await listFiles(folder, { files: 3, bytes: 1000 });
    expect(few.files.map(({ name }) => name)).toEqual(['f00', 'f01', 'f02']);
    expect(few.leftOut).toEqual(['f03 is left out: too_many_artifacts: at most 3 files are kept']);
    const small = await listFiles(folder, { files: 100, bytes: 100 });
    expect(small.files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(100);
    expect(small.leftOut).toHaveLength(5);
  });

  it.each(['../x', 'a/../x', '/etc/passwd', 'a//b', './a', '', 'a\\b', 'a\0b', 'x'.repeat(201)])(
    'have no name such as %j',
    (name) => {
      expect(isKeptName(name)).toBe(false);
    },
  );
});

describe('A checkpoint', () => {
  const STEPS = `n=$(cat "$LATENTSWEEP_CHECKPOINT/step" 2>/dev/null || echo 0); echo "from $n";`;

  /** Runs until its first checkpoint is kept, and stops there. */
  async function stopped() {
    const stopping = new AbortController();
    const contents = new Map<string, Buffer>();
    let files: readonly KeptFile[] = [];
    const script = `${STEPS} mkdir "$LATENTSWEEP_CHECKPOINT/deep"; echo w > "$LATENTSWEEP_CHECKPOINT/deep/w"; echo 3 > "$LATENTSWEEP_CHECKPOINT/step"
      while [ ! -e "$LATENTSWEEP_STOP" ]; do sleep 0.02; done; echo 4 > "$LATENTSWEEP_CHECKPOINT/step"`;
    const runner = stage.open(sh(script), { checkpoint: true }, { checkpointMs: 20 });
    const end = await runner.run(TRIAL, stopping.signal, () => {}, {
      checkpoint: async (kept) => {
        for (const { sha256, path } of kept) contents.set(sha256, readFileSync(path));
        files = kept.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
        if (files.length === 3) stopping.abort();
      },
    });
    expect(end).toBeNull();
    const all = () => files.map(({ sha256 }) => contents.get(sha256)!);
    return { files, all };
  }

  it('is kept while a trial runs and when it is stopped, and goes on elsewhere', async () => {
    const { files, all } = await stopped();
    expect(files.map(({ name }) => name).toSorted()).toEqual(['deep/w', 'latentsweep-reports.json', 'step']);
    expect(stage.left().filter((name) => /checkpoint|copy/.test(String(name)))).toEqual([]);
    const again = await stage.run(
      sh(`${STEPS} cat "$LATENTSWEEP_CHECKPOINT/deep/w"; echo '{"loss":1}'`),
      { checkpoint: true },
      { checkpoint: { files, pieces: () => cutAnywhere(all()) } },
    );
    expect(again.log).toBe('from 4\nw\n');
  });

  it('that is not whole is not used, and the trial begins anew and says so', async () => {
    const { files, all } = await stopped();
    const cut = () => cutAnywhere(all().map((bytes) => bytes.subarray(1)));
    const { result, log } = await stage.run(
      sh(`${STEPS} echo '{"loss":1}'`),
      { checkpoint: true },
      { checkpoint: { files, pieces: cut } },
    );
    expect(result.outcome).toBe('completed');
    expect(log).toMatch(
      /^latentsweep: the checkpoint can't be used, and the trial begins anew: .* is not whole\nfrom 0\n$/,
    );
  });

  it.each(['../../evil', '/tmp/evil', 'a/../../evil'])('leads nowhere else (%s)', async (name) => {
    const folder = join(stage.folder, 'in', 'checkpoint');
    mkdirSync(join(stage.folder, 'in'));
    const restoring = restoreCheckpoint(
      { files: [{ name, bytes: 1, sha256: hash('x') }], pieces: () => cutAnywhere([Buffer.from('x')]) },
      folder,
    );
    await expect(restoring).rejects.toThrow('is no name of a file in a checkpoint');
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(stage.folder)).not.toContain('evil');
  });

  it('that is too large is refused before anything is fetched', async () => {
    const files = [{ name: 'a', bytes: 2 ** 40, sha256: hash('x') }];
    const pieces = () => {
      throw new Error('fetched');
    };
    await expect(restoreCheckpoint({ files, pieces }, join(stage.folder, 'c'))).rejects.toThrow(
      /^checkpoint_too_large: it has 1 files and 1048576 MB, and may have at most 1000 files and 256 MB/,
    );
  });

  it('takes no links along', async () => {
    const folder = join(stage.folder, 'files');
    mkdirSync(folder);
    symlinkSync('/etc/passwd', join(folder, 'link'));
    expect(await listFiles(folder, PLENTY)).toMatchObject({ files: [] });
  });
});
