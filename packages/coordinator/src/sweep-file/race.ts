import { grouped } from '@latentsweep/core';
import { type Found, openSection, readValue, shown } from '@latentsweep/plain-file';
import type { SweepDefinition } from '../port.ts';
import { configLimit, createSearcher } from '../search/searcher.ts';
import { RACE_KEYS } from './keys.ts';

type Race = NonNullable<SweepDefinition['race']>;

/** The first rung: a difference between configs is told from noise by two replicates at least. */
const FIRST_RUNG = 2;
/** A decision reads the results of all configs at once. */
const MOST_CONFIGS = 50_000;

/** `race: true` or `race: { rungs: [2, 4] }`. Null where there is none, undefined with faults. */
export function readRace(top: Found, replicates: number): Race | null | undefined {
  const found = top.under('race');
  const plain = found?.tree.kind === 'scalar' ? readValue({ type: 'boolean', hint: HINT }, found) : true;
  if (found === undefined || plain === false) return null;
  if (plain === undefined) return undefined;
  const section = found.tree.kind === 'scalar' ? null : openSection(top, 'race', RACE_KEYS, HINT);
  if (section === undefined) return undefined;
  const given = section?.under('rungs') ? section.get('rungs') : doubled(replicates);
  const spend = section?.get('spend');
  if (given === undefined || (section && spend === undefined)) return undefined;
  const at = section?.at('rungs') ?? found;
  if (replicates <= FIRST_RUNG) {
    const message = `a race drops configs after ${FIRST_RUNG} replicates or more, and there is nothing to save with ${replicates}`;
    return found.fault('race_too_short', message, 'Use more `replicates`, or `race: false` (--no-race).');
  }
  const falls = given.find((rung, i) => i > 0 && rung <= given[i - 1]!);
  if (falls !== undefined || given.length === 0) {
    const message = `must be replicates that rise, got ${JSON.stringify(given)}`;
    return at.fault('bad_rungs', message, 'Write such as [2, 4, 8].');
  }
  if (given.at(-1)! > replicates) {
    const message = `must be at most the ${replicates} replicates that there are, got ${given.at(-1)}`;
    return at.fault('bad_rungs', message, `Lower it, or raise ${shown('replicates')}.`);
  }
  // With the last replicate all is run: nothing is left to decide.
  const rungs = given.filter((rung) => rung < replicates);
  if (rungs.length > 0) return { rungs, ...(spend ? { spend } : {}) };
  const message = `must have one below the ${replicates} replicates that there are, got ${JSON.stringify(given)}`;
  return at.fault('bad_rungs', message, 'Write such as [2, 4].');
}

const HINT = 'Write `race: true` or `race: { rungs: [2, 4, 8] }`.';

/** 2, 4, 8, … up to the replicates. */
function doubled(replicates: number): number[] {
  const rungs = [];
  for (let rung = FIRST_RUNG; rung <= replicates; rung *= 2) rungs.push(rung);
  return rungs;
}

/** What a search that learns races is a block of its proposals, and what that saves pays for further ones. */
export function checkRace(definition: SweepDefinition, top: Found): void {
  if (!definition.race) return;
  const { size, learnsFrom } = createSearcher(definition);
  if (learnsFrom !== null) {
    if (!definition.race.spend) return;
    const message = `what a race saves \`method: ${definition.method}\` makes further proposals of`;
    top.at('race').fault('spend_of_learner', message, 'Leave `spend` out, or use another method.');
    return;
  }
  const configs = Math.min(size.configs, configLimit(definition));
  if (configs <= MOST_CONFIGS) return;
  const message = `a race is of at most ${grouped(MOST_CONFIGS)} configs, and the sweep has ${grouped(configs)}`;
  top.at('race').fault('race_too_large', message, 'Set `run_cap`, list fewer values, or leave `race` out.');
}
