import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type EngineSetup, InputError, type SetupPlan, type SetupWish } from '@latentsweep/core';
import { begunIn, bytesBelow, Part, partOf, whatLiesIn } from './folder.ts';
import { ON_CPU, ON_GPU, type Recipe } from './recipe.ts';
import { type Step, stepsOf } from './steps.ts';
import type { Environment } from './tool.ts';
import { findTools } from './tools.ts';

export interface SetupOptions {
  readonly recipes?: { readonly cpu: Recipe; readonly gpu: Recipe };
  readonly env?: Environment;
  readonly platform?: string;
}

export function createSetup({
  recipes = { cpu: ON_CPU, gpu: ON_GPU },
  env = process.env,
  platform = `${process.platform}-${process.arch}`,
}: SetupOptions = {}): Pick<EngineSetup, 'plan'> {
  return {
    async plan({ folder, gpu }) {
      refusePlatform(platform);
      return planFor(gpu ? recipes.gpu : recipes.cpu, { folder, gpu }, env);
    },
  };
}

async function planFor(recipe: Recipe, { folder }: SetupWish, env: Environment): Promise<SetupPlan> {
  const lies = whatLiesIn(folder, recipe);
  const common = { what: recipe.what, licences: recipe.licences, takes: recipe.takes };
  if (lies === 'this') {
    return { ...common, state: 'there', replaced: null, fetches: 0, notes: [], run: async () => [] };
  }
  const tools = await findTools(env);
  const steps = stepsOf(recipe);
  const done = begunIn(folder, recipe);
  const left = steps.filter(({ id }) => !done?.has(id));
  const largest = Math.max(0, ...left.map(({ bytes = 0 }) => bytes));
  // What was begun makes way for the new, or is part of it.
  refuseFullDisk(folder, recipe.takes + largest - bytesBelow(partOf(folder)));
  const replaced = lies === 'nothing' ? null : lies.other;
  return {
    ...common,
    ...{ replaced, fetches: sum(left), state: replaced === null ? (done ? 'begun' : 'new') : 'other' },
    notes: [],
    async run(tell, signal) {
      const part = new Part(folder, recipe);
      try {
        for (const [i, step] of steps.entries()) {
          const { id, what, bytes } = step;
          if (part.isDone(id)) continue;
          const said = { step: i + 1, of: steps.length, what };
          const onBytes = (come: number) => {
            if (bytes !== undefined) tell({ ...said, bytes: Math.min(come, bytes), ofBytes: bytes });
          };
          tell(said);
          await step.run({ part, recipe, tools, env, signal, onBytes });
          part.setDone(id);
        }
        part.moveTo(folder);
        return [];
      } finally {
        part.leave();
      }
    },
  };
}

const sum = (steps: readonly Step[]) => steps.reduce((all, { bytes = 0 }) => all + bytes, 0);

function refusePlatform(platform: string): void {
  if (platform === 'linux-x64') return;
  throw new InputError(
    'setup_unsupported',
    `It is set up on Linux x64 alone, and this is ${platform}.`,
    'TF.js has libraries of its own for others: npm install --prefix .latentsweep/native @tensorflow/tfjs-node@4.22.0',
  );
}

function refuseFullDisk(folder: string, needed: number): void {
  const place = nearest(folder);
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  if (free >= needed) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new InputError(
    'setup_no_space',
    `It needs ${gigabytes(needed)} on the disk of ${place}, and ${gigabytes(free)} are free.`,
    'Make room, or name a folder on another disk: --to DIR.',
  );
}

/** The folder, or the nearest above it that is there. */
function nearest(folder: string): string {
  try {
    statfsSync(folder);
    return folder;
  } catch {
    return nearest(dirname(folder));
  }
}
