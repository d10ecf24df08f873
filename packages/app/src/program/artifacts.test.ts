import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBus } from '@latentsweep/bus';
import type { Reading } from '@latentsweep/store';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clearCheckpoints, removeKept, writeArtifacts } from './artifacts.ts';

const SWEEP = 3;

let home: string;
let store: Pick<Reading, 'location'>;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'artifacts-'));
  store = { location: { kind: 'embedded', url: '', psql: '', folder: join(home, 'store') } };
  mkdirSync(join(home, 'store/artifacts', String(SWEEP)), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const fileOf = (sha256: string) => join(home, 'store/artifacts', String(SWEEP), sha256);

function left(name: string, text = name) {
  const sha256 = createHash('sha256').update(text).digest('hex');
  writeFileSync(fileOf(sha256), text);
  return { name, sha256, bytes: text.length };
}

const to = () => join(home, 'out', 'taken');
const LEAVER = { sweepId: SWEEP, trialId: 17, worker: 'w' };
const write = (...artifacts: ReturnType<typeof left>[]) =>
  writeArtifacts({ store, bus: null }, LEAVER, artifacts, to());

describe('artifacts are written', () => {
  test('by their names, two of one content too', async () => {
    await write(left('a/b/c', 'same'), left('a/d', 'same'));
    expect(readFileSync(join(to(), 'a/b/c'), 'utf8')).toBe('same');
    expect(readFileSync(join(to(), 'a/d'), 'utf8')).toBe('same');
    expect(readdirSync(join(home, 'out'))).toEqual(['taken']);
  });

  test('into an empty folder, and into no other', async () => {
    mkdirSync(to(), { recursive: true });
    await write(left('a'));
    await expect(write(left('b'))).rejects.toMatchObject({ code: 'file_exists' });
    expect(readdirSync(to())).toEqual(['a']);
  });

  test.for(['../evil', '/tmp/evil', 'a/../../evil', 'a//b', '', 'a\nb'])(
    'under no name such as %j',
    async (name) => {
      await expect(write(left('good'), { ...left('x'), name })).rejects.toMatchObject({
        code: 'bad_artifact_name',
      });
      expect(readdirSync(join(home, 'out'))).toEqual([]);
      expect(readdirSync(home).toSorted()).toEqual(['out', 'store']);
    },
  );

  test('only as they were left', async () => {
    const damaged = left('a');
    writeFileSync(fileOf(damaged.sha256), 'other');
    await expect(write(damaged)).rejects.toMatchObject({ code: 'file_damaged' });
    const missing = left('b');
    rmSync(fileOf(missing.sha256));
    await expect(write(missing)).rejects.toMatchObject({ code: 'artifact_missing' });
    await expect(write({ ...missing, sha256: '../../x' })).rejects.toMatchObject({
      code: 'artifact_missing',
    });
    store = { location: { kind: 'postgres', url: '', psql: '', folder: null } };
    await expect(write(missing)).rejects.toMatchObject({ code: 'artifact_missing' });
    expect(existsSync(to())).toBe(false);
  });
});

test('what is not beside the store is taken from the bus, as its worker left it', async () => {
  const here = left('a', 'here');
  const bus = createMemoryBus();
  const open = vi.fn(async () => bus);
  await writeArtifacts({ store, bus: open }, LEAVER, [here], to());
  expect(open).not.toHaveBeenCalled();
  rmSync(to(), { recursive: true });
  const away = left('b', 'there');
  rmSync(fileOf(away.sha256));
  const pieces = async function* () {
    yield Buffer.from('there');
  };
  await bus.files.putArtifacts(LEAVER, [{ ...away, pieces }]);
  await writeArtifacts({ store, bus: open }, LEAVER, [here, away], to());
  expect(readFileSync(join(to(), 'b'), 'utf8')).toBe('there');
  await bus.files.removeArtifacts(SWEEP);
  rmSync(to(), { recursive: true });
  const gone = writeArtifacts({ store, bus: open }, LEAVER, [here, away], to());
  await expect(gone).rejects.toMatchObject({ code: 'file_missing' });
  expect(existsSync(to())).toBe(false);
});

test('they go with their sweep alone', async () => {
  left('a');
  mkdirSync(join(home, 'store/artifacts/4'));
  mkdirSync(join(home, 'store/checkpoints/3/17'), { recursive: true });
  await removeKept(store, SWEEP);
  expect(readdirSync(join(home, 'store/checkpoints'))).toEqual([]);
  expect(readdirSync(join(home, 'store/artifacts'))).toEqual(['4']);
});

test('checkpoints of trials that have ended go, those of others stay', async () => {
  for (const path of ['3/17', '3/18', '3/odd', '4/17'])
    mkdirSync(join(home, 'store/checkpoints', path), { recursive: true });
  const needlessFiles = vi.fn(async () => ({ artifacts: [], checkpoints: [{ sweepId: 3, trialId: 17 }] }));
  await clearCheckpoints({ ...store, needlessFiles }, SWEEP);
  expect(readdirSync(join(home, 'store/checkpoints/3'))).toEqual(['18', 'odd']);
  expect(readdirSync(join(home, 'store/checkpoints/4'))).toEqual(['17']);
  await clearCheckpoints({ ...store, needlessFiles }, 5);
  expect(needlessFiles).toHaveBeenCalledTimes(1);
});
