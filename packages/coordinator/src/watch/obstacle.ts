import { labelOf, printable, runsPrograms } from '@latentsweep/core';
import { isAsked } from '../ask/is-asked.ts';
import { atWork, type Sighting } from './sighting.ts';

/** For commands in messages. */
export interface Wording {
  /** It means the sweep. */
  readonly word: string;
  /** How the user types a command such as `resume deck`. */
  readonly spell: (command: string) => string;
  /** The command that starts a worker with an engine: `worker`, with options where it is not everyone's. */
  readonly workerWith: (engine: string) => string;
}

/** Why a running sweep does not move, and what to do about it; null where it can move. */
export function obstacleOf(sighting: Sighting, { word, spell, workerWith }: Wording): string | null {
  const { sweep, counts, requires, workers, troubles, leader, led } = sighting;
  if (sweep.state !== 'running') return null;
  if (!sweep.onCluster && isAsked(sweep)) return null;
  if (!sweep.onCluster) return led ? null : `nobody runs it; go on with: ${spell(`resume ${word}`)}`;
  if (leader === null) return `no coordinator is running; start one with: ${spell('serve')}`;
  const waiting = counts.queued + counts.running > 0 || !sweep.expanded;
  if (!waiting) return null;
  if (troubles.length > 0) return troubles.join('; ');
  const there = atWork(workers);
  const program = programOf(sighting);
  const labels = requires.filter((label) => program === null || label !== labelOf(program));
  const start = program === null ? workerWith(sweep.engine) : 'worker --programs programs.yaml';
  if (there.length === 0 && program === null) return `no worker is there; start one with: ${spell(start)}`;
  const labelled = there.filter((worker) => requires.every((label) => worker.labels.includes(label)));
  if (labelled.length === 0) {
    const command = labels.length === 0 ? start : `${start} --labels ${labels.join(',')}`;
    return `${lackOf(program, labels)}: ${spell(command)}`;
  }
  if (labelled.some(({ engine }) => engine === sweep.engine)) return null;
  const engines = [...new Set(labelled.map(({ engine }) => engine))].sort().join(', ');
  return `it needs the engine ${sweep.engine}, but the ${labelled.length === 1 ? 'worker has' : 'workers have'} ${engines}`;
}

/** The one that a worker has to have declared. */
function programOf({ sweep, requires }: Sighting): string | null {
  if (!runsPrograms(sweep.engine)) return null;
  const prefix = labelOf('');
  return requires.find((label) => label.startsWith(prefix))?.slice(prefix.length) ?? null;
}

function lackOf(program: string | null, labels: readonly string[]): string {
  const named = `label${labels.length === 1 ? '' : 's'} ${labels.join(' and ')}`;
  if (program === null) return `it waits for a worker with the ${named}`;
  const also = labels.length === 0 ? '' : ` and has the ${named}`;
  return `it waits for a worker that declares the program ${printable(program)}${also}`;
}
