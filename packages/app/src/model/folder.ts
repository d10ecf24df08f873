import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { FORMAT, type Model, type ModelRecord, readClassifier, readPreparation, VERSION } from './record.ts';

const RECORD = 'model.json';

/**
 * Throws InputError where a model can't be written to `path`: `file_exists` unless it is an empty folder, or a model that may
 * be replaced; `no_folder` where the folder it is to be in is not there.
 */
export async function refuseBadFolder(path: string, replace: boolean): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (!there) {
    if (
      await stat(dirname(path))
        .then((parent) => parent.isDirectory())
        .catch(() => false)
    )
      return;
    throw new InputError(
      'no_folder',
      `There is no folder '${dirname(path)}'.`,
      'Make it, or name another place.',
    );
  }
  const entries = there.isDirectory() ? await readdir(path) : null;
  if (entries?.length === 0) return;
  // Nothing but a model is removed.
  const isModel = entries !== null && (await recordIn(path).catch(() => null)) !== null;
  if (isModel && replace) return;
  throw new InputError(
    'file_exists',
    `'${path}' exists already${isModel ? '' : ' and is not a model'}.`,
    isModel ? 'Name another folder, or add --force to replace it.' : 'Name a folder that is new or empty.',
  );
}

/** Fills a folder beside `path` and gives it the name at the end: a reader never sees a part of it. */
export async function writeFolder(
  path: string,
  files: ReadonlyMap<string, Uint8Array | string>,
  record: Omit<ModelRecord, 'files'>,
): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  try {
    await mkdir(partial);
    const sums: Record<string, string> = {};
    for (const [name, content] of files) {
      sums[name] = sha256(content);
      await writeFile(join(partial, name), content);
    }
    await writeFile(join(partial, RECORD), `${JSON.stringify({ ...record, files: sums }, null, 2)}\n`);
    await rm(path, { recursive: true, force: true });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

/** Throws InputError `not_a_model`, `model_version`, `model_damaged`. */
export async function readModel(path: string): Promise<Model> {
  const record = await recordIn(path);
  const read = async (name: string) => {
    const content = await readFile(join(path, name)).catch(() => null);
    if (content !== null && sha256(content) === record.files[name]) return content;
    throw new InputError(
      'model_damaged',
      `${join(path, name)} ${content === null ? 'is missing' : 'is not what was written'}.`,
      'Copy the whole folder again, or write it again with `sweep model`.',
    );
  };
  const [preparation, classifier] = await Promise.all(['preparation.json', 'classifier.json'].map(read));
  return {
    record,
    columns: readPreparation(String(preparation)),
    classifier: await readClassifier(String(classifier), () => read('weights.bin')),
  };
}

async function recordIn(path: string): Promise<ModelRecord> {
  const not = (why: string) =>
    new InputError('not_a_model', `'${path}' ${why}.`, 'Name a folder that `sweep model` wrote.');
  const text = await readFile(join(path, RECORD), 'utf8').catch(() => null);
  if (text === null) throw not(`has no ${RECORD}`);
  const record = parsed(text) as ModelRecord | null;
  if (record?.format !== FORMAT) throw not(`has a ${RECORD} of something else`);
  if (record.version === VERSION) return record;
  throw new InputError(
    'model_version',
    `The model in '${path}' is of version ${record.version}, and this latentsweep reads version ${VERSION}.`,
    `Use latentsweep ${record.madeBy?.latentsweep ?? 'of then'}, which wrote it, or write it again with \`sweep model\`.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
