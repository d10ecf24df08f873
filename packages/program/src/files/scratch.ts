import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a trial has of the disk. Beside its own folder lies what it should not find there when it looks. */
export interface TrialFolder {
  readonly path: string;
  readonly artifacts: string;
  readonly stop: string;
  readonly config: string;
  readonly checkpoint: string;
  readonly copy: string;
}

/** Private folders for trials. One that is left empty is used again: making and removing them is most of a small trial's disk. */
export class Scratch {
  readonly #root: string;
  readonly #free: TrialFolder[] = [];
  #root0700: Promise<unknown> | null = null;
  #made = 0;

  constructor(root: string) {
    this.#root = root;
  }

  async take(): Promise<TrialFolder> {
    const free = this.#free.pop();
    if (free) return free;
    this.#root0700 ??= mkdir(this.#root, { recursive: true, mode: 0o700 });
    await this.#root0700;
    const path = join(this.#root, String(++this.#made));
    const artifacts = join(path, 'artifacts');
    await mkdir(path, { mode: 0o700 });
    await mkdir(artifacts, { mode: 0o700 });
    const beside = {
      stop: `${path}.stop`,
      config: `${path}.json`,
      checkpoint: `${path}.checkpoint`,
      copy: `${path}.copy`,
    };
    return { path, artifacts, ...beside };
  }

  async giveBack(folder: TrialFolder): Promise<void> {
    for (const path of [folder.stop, folder.config, folder.checkpoint, folder.copy]) {
      if (existsSync(path)) await removeTree(path);
    }
    if (isUntouched(folder)) this.#free.push(folder);
    else await removeTree(folder.path);
  }

  async close(): Promise<void> {
    await removeTree(this.#root);
  }
}

function isUntouched({ path, artifacts }: TrialFolder): boolean {
  try {
    const isPrivate = [path, artifacts].every((each) => {
      const { mode } = lstatSync(each);
      return (mode & 0o170777) === 0o040700;
    });
    return isPrivate && readdirSync(path).length === 1 && readdirSync(artifacts).length === 0;
  } catch {
    return false;
  }
}

/** Folders that were made unwritable too. What can't be removed stays. */
async function removeTree(path: string): Promise<void> {
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 2 });
  try {
    await remove();
  } catch {
    await openUp(path)
      .then(remove)
      .catch(() => {});
  }
}

async function openUp(path: string): Promise<void> {
  await chmod(path, 0o700);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) await openUp(join(path, entry.name));
  }
}
