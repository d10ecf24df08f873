/**
 * `npm run bench`: the figures that this project promises, measured in one run on this machine. Ratios compare with a
 * peer or a baseline in the same run, because absolute times differ from machine to machine.
 *
 * `npm run bench -- epoch threads` runs only those parts; `-- reading /path/of/another/checkout` compares with that one.
 */

import { benchAgreement } from './agreement.ts';
import { benchEngine, printEngineTimings } from './engine.ts';
import { ourEpoch, threadMemory, torchTimes } from './epoch.ts';
import { benchEpochTurns } from './epoch-turns.ts';
import { benchEstimate } from './estimate.ts';
import { benchWebGpu } from './gpu/webgpu.ts';
import { benchMilestones } from './milestones.ts';
import { benchOrchestrator } from './orchestrator.ts';
import { otherCheckout, print, runParts } from './parts.ts';
import { benchQueries } from './queries.ts';
import { benchReading } from './reading.ts';
import { benchTensorflow } from './tensorflow.ts';
import { benchTfjs } from './tfjs.ts';
import { benchThreads } from './threads.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  engine,
  tfjs,
  tensorflow,
  agreement,
  epoch,
  webgpu,
  threads,
  milestones,
  orchestrator,
  queries,
  estimate,
  reading,
};

async function engine(): Promise<void> {
  printEngineTimings(await benchEngine());
}

/** On WASM; `node bench/tfjs.ts tensorflow` takes another backend. */
async function tfjs(): Promise<void> {
  await benchTfjs();
}

/** Where it is installed: takes some minutes. */
async function tensorflow(): Promise<void> {
  await benchTensorflow();
}

async function agreement(): Promise<void> {
  await benchAgreement();
}

async function epoch(): Promise<void> {
  const ours = await ourEpoch();
  const torch = torchTimes();
  print('one epoch of vae_mixing, 80,000 rows', `${(ours * 1000).toFixed(1)} ms`);
  if (typeof torch === 'string') print('  PyTorch', torch);
  else {
    print(`  the same in PyTorch ${torch.torch}, eager`, `${(torch.epoch_seconds * 1000).toFixed(0)} ms`);
    print('  times faster (target: 50)', (torch.epoch_seconds / ours).toFixed(1));
    print('  PyTorch: VAE step', `${torch.vae_step_us.toFixed(0)} µs`);
    print('  PyTorch: classifier step', `${torch.classifier_step_us.toFixed(0)} µs`);
  }
  const turns = await benchEpochTurns();
  if (typeof turns === 'string') print('  beside an early engine', turns);
  else {
    const [low, high] = turns.spread;
    print('  CPU time to that at 49a4177, the same losses (target: 0.7)', turns.ratio.toFixed(2));
    print('    half of the turns', `${low.toFixed(2)} to ${high.toFixed(2)}`);
  }
  print('  memory that a thread adds (target: under 150 MB)', `${(await threadMemory()).toFixed(0)} MB`);
}

async function webgpu(): Promise<void> {
  if ((await benchWebGpu()) === false) process.exitCode = 1;
}

async function threads(): Promise<void> {
  const { ours, bare } = await benchThreads();
  print('work of two threads to that of one (target: 1.9)', ours.toFixed(2));
  print('  of two bare loops, by turns with them', bare.toFixed(2));
}

async function milestones(): Promise<void> {
  const { alone, together, again } = await benchMilestones();
  print('36 runs of 20 epochs', `${alone.toFixed(1)} s`);
  print('  with results at 5 and 10 as well, to that (target: 1.15)', (together / alone).toFixed(2));
  print('  the same file again: nothing to train', `${again.toFixed(1)} s`);
}

async function orchestrator(): Promise<void> {
  const { trials, seconds, memory } = await benchOrchestrator();
  print(`${trials} tiny trials through sweep run`, `${seconds.toFixed(1)} s`);
  print('  trials a second (target: 1,000)', (trials / seconds).toFixed(0));
  if (memory)
    print(
      '  memory, a third in and at the end',
      `${memory.early.toFixed(0)} MB, ${memory.late.toFixed(0)} MB`,
    );
}

async function reading(): Promise<void> {
  await benchReading(otherCheckout());
}

async function queries(): Promise<void> {
  await benchQueries();
}

async function estimate(): Promise<void> {
  await benchEstimate();
}

await runParts(PARTS, (part) => part());
