import { atWork, leaderOf, stateOfWorker } from '@latentsweep/coordinator';
import { type Computer, computerText, plural, printable, runsPrograms } from '@latentsweep/core';
import {
  type Alarms,
  type BusTrouble,
  type Conflict,
  type Reading,
  type SeenWorker,
  TRIALS_OF_DIFFERING_DEVICES,
} from '@latentsweep/store';
import { moment } from '../text/duration.ts';
import { count } from '../text/number.ts';
import { type Check, ok, warning, wrong } from './check.ts';

/**
 * What the store says of the cluster: who coordinates, who works, and what should never have happened. `version`: of
 * this program.
 */
export async function clusterChecks(store: Reading, version: string): Promise<Check[]> {
  const [leader, workers, troubles, alarms] = await Promise.all([
    leaderOf(store),
    store.listWorkers(),
    store.listTroubles(),
    store.alarms(),
  ]);
  return [
    leader === null
      ? warning('coordinator', 'none is running', 'Start one: `sweep serve`')
      : ok('coordinator', `${printable(leader)} leads`),
    ...troubleChecks(troubles),
    ...workerChecks(workers, version),
    ...alarmChecks(alarms),
  ];
}

/** What the coordinator says of the bus. */
export function troubleChecks(troubles: readonly BusTrouble[]): Check[] {
  return troubles.map(({ reason, since }) =>
    wrong(
      'delivery',
      `since ${moment(since)}: ${printable(reason)}`,
      'Nothing is lost: what cannot be delivered is kept or run again. See docs/cluster.md, When NATS takes nothing.',
    ),
  );
}

export function workerChecks(workers: readonly SeenWorker[], version: string): Check[] {
  const there = atWork(workers);
  const lost = workers.filter((worker) => stateOfWorker(worker) === 'lost');
  const checks: Check[] = [];
  if (there.length === 0) checks.push(warning('workers', 'none is there', 'Start one: `sweep worker`'));
  else {
    const slots = there.reduce((sum, worker) => sum + worker.slots, 0);
    checks.push(ok('workers', `${count(there.length)} with ${plural(slots, 'slot')}`));
  }
  if (lost.length > 0) {
    const found = `fell silent: ${names(lost)}`;
    checks.push(
      warning('lost', found, 'Their trials run elsewhere. Look at these machines: `sweep workers`'),
    );
  }
  // Those that run programs are beside the others, not of another version.
  const training = there.filter(({ engine }) => !runsPrograms(engine));
  const engines = Map.groupBy(training, ({ engine }) => engine);
  if (engines.size > 1) {
    const fix = 'A sweep runs on workers with its own engine alone: use one version everywhere.';
    checks.push(warning('engines', described(engines), fix));
  }
  const versions = Map.groupBy(there, (worker) => worker.version);
  if (versions.size > 1 || (versions.size === 1 && !versions.has(version))) {
    checks.push(
      warning('versions', `${described(versions)}; here ${version}`, 'Bring all machines to one version.'),
    );
  }
  return checks;
}

const SHOWN = 3;

/** No name of a device stands in it: it is to be pasted, and names come from workers. */
const AFTER_DEVICE = `A worker that saw its GPU differ uses it no more for such results; update its driver. What these GPUs computed before: sweep sql "${TRIALS_OF_DIFFERING_DEVICES}"`;

const isOfDevice = ({ ran, firstRan }: Conflict): boolean =>
  [ran, firstRan].some((one) => (one as Partial<Computer> | null)?.device !== undefined);

export function alarmChecks({ conflicts, badMessages }: Alarms): Check[] {
  const checks: Check[] = [];
  const [ofPrograms, ofEngines] = [true, false].map((programs) =>
    conflicts.filter(({ engine }) => runsPrograms(engine) === programs),
  );
  if (ofPrograms!.length > 0) {
    const shown = some(ofPrograms!, ({ trialId, at }) => `trial ${trialId} at ${moment(at)}`, '; ');
    checks.push(
      wrong(
        'programs',
        `${plural(ofPrograms!.length, 'second result of a program differs', 'second results of programs differ')} from the first: ${shown}`,
        'It is declared `deterministic: true`, and is not. Have it draw all that is random from LATENTSWEEP_SEED, and name in `files` what else its results depend on; or take `deterministic` away. Both results are in the table result_conflicts.',
      ),
    );
  }
  if (ofEngines!.length > 0) {
    const by = (worker: string | null, ran: unknown, engine: string) =>
      printable(`${worker ?? 'an unknown worker'} (${computerText(ran, engine)})`);
    const shown = some(
      ofEngines!,
      ({ trialId, worker, at, ran, engine, firstWorker, firstRan }) =>
        `trial ${trialId} by ${by(worker, ran, engine)} at ${moment(at)}, first by ${by(firstWorker, firstRan, engine)}`,
      '; ',
    );
    checks.push(
      wrong(
        'conflicts',
        `${plural(ofEngines!.length, 'second result differs', 'second results differ')} from the first: ${shown}`,
        `A machine or its device computes wrongly, or engines with one version differ: test the memory of these workers. Both results are in the table result_conflicts.${ofEngines!.some(isOfDevice) ? ` ${AFTER_DEVICE}` : ''}`,
      ),
    );
  }
  if (badMessages.length > 0) {
    const text = ({ kind, reason, at }: Alarms['badMessages'][number]) =>
      `${kind} at ${moment(at)}: ${printable(reason)}`;
    const found = `${plural(badMessages.length, 'message')} could not be read: ${some(badMessages, text, '; ')}`;
    const fix = 'Bring all machines to one version. They are in the table bad_messages.';
    checks.push(warning('messages', found, fix));
  }
  return checks;
}

/** The first of many. */
function some<Item>(all: readonly Item[], text: (one: Item) => string, between = ', '): string {
  return all.slice(0, SHOWN).map(text).join(between) + (all.length > SHOWN ? `${between}…` : '');
}

const names = (workers: readonly SeenWorker[]) => some(workers, ({ name }) => printable(name));

function described(groups: ReadonlyMap<string, readonly SeenWorker[]>): string {
  return [...groups].map(([key, workers]) => `${printable(key)} on ${names(workers)}`).join('; ');
}
