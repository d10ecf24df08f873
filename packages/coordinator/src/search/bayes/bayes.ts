import { type AnyConfig, deriveSeed } from '@latentsweep/core';
import type { Question, Searcher, SweepDefinition } from '../../port.ts';
import { byRun } from '../by-run.ts';
import { configSpaceOf } from '../config-space.ts';
import { givenFirst, pointsFirst } from '../points.ts';
import { sobolDrawer } from '../sobol/sobol.ts';
import { tellerOf } from '../teller.ts';
import { coordinatesOf } from './coordinates.ts';
import { kernelsOn } from './kernels.ts';
import { BEST, type Known, knownOf, type Read, readOf, SPREAD } from './known.ts';
import { type Candidate, improvement, Model } from './model.ts';

/** Results that the model needs; until they are known, points of a Sobol sequence are proposed. */
const STARTUP = 10;
/** Rounds of candidates for one proposal, before it is a point of the Sobol sequence after all. */
const MOST_ROUNDS = 20;
/** So many draws that bring nothing new end the search. */
const MOST_MISSES = 1000;

interface Proposal {
  readonly config: AnyConfig;
  readonly reason: string;
}

/** Where the search stands: the next draw, how many configs there were, and the draws that have brought no more. */
const START = { draw: 0, made: 0, misses: 0 };

/**
 * Proposes where improvement is expected, by the tree-structured Parzen estimator (see `Model`): the first configs from a
 * scrambled Sobol sequence, each later one from the results of all but the newest `lag`, which count as bad ones while they
 * are under way. A config that was proposed before gives way to the next best.
 */
export function bayesSearcher(definition: SweepDefinition, limit: number): Searcher {
  const space = configSpaceOf(definition);
  const coordinates = coordinatesOf(definition);
  const makers = coordinates.axes.map(kernelsOn);
  const draw = pointsFirst(definition, sobolDrawer(definition));
  const given = givenFirst(definition).length;
  const seed = deriveSeed(definition.seed, 'search', 'bayes');
  const { someRepeat, keyOf } = tellerOf(definition);
  const { step, lookahead } = stepsOf(definition);
  const mostMisses = Math.max(MOST_MISSES, 2 * step);
  const several = definition.metrics !== undefined;

  /** Proposes by what a question tells. */
  const proposerOf = (question: Question, read: Read, broughtNothing: boolean) => {
    const seen = new Set<string | null>();
    const isNew = (config: AnyConfig): boolean => {
      const key = someRepeat ? keyOf(config) : null;
      if (key === null) return true;
      return !seen.has(key) && seen.add(key).size > 0;
    };
    if (someRepeat) {
      for (const { config } of question.finished) seen.add(keyOf(config));
      for (const config of question.running) seen.add(keyOf(config));
    }
    // The best are read, and others were proposed before as well: a look elsewhere, so that the search does not end here.
    const known = broughtNothing
      ? 'what promised most was proposed before'
      : knownOf(question, read, coordinates, STARTUP);
    const model =
      typeof known === 'string' ? null : new Model(coordinates, makers, known.good, known.rest, step);
    /** The first candidate that is new, or null. */
    const promising = (i: number): (Candidate & { readonly config: AnyConfig }) | null => {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        for (const candidate of model!.candidates(seed, i, round)) {
          const config = coordinates.config(candidate.x);
          if (isNew(config)) return { ...candidate, config };
        }
        if (!someRepeat) return null;
      }
      return null;
    };
    const propose = (i: number): Proposal | null => {
      if (i < given) {
        const config = space.canonical(draw(i));
        return isNew(config) ? { config, reason: `point ${i + 1} of the sweep file` } : null;
      }
      const best = model && promising(i);
      if (best) {
        model.add(best.x);
        return { config: best.config, reason: reasonOf(best, known as Known) };
      }
      const config = space.canonical(draw(i));
      const why = typeof known === 'string' ? known : 'all that promises more was proposed before';
      return isNew(config) ? { config, reason: `point ${i + 1} of a Sobol sequence: ${why}` } : null;
    };
    /** The i-th proposal after its baseline; each only if it is new. */
    return (i: number): Proposal[] => {
      const proposal = propose(i);
      if (!proposal) return [];
      const { config } = proposal;
      const baseline = definition.baselines && !space.isBaseline(config) ? space.baselineOf(config) : null;
      return baseline && isNew(baseline)
        ? [{ config: baseline, reason: 'the baseline of the next one' }, proposal]
        : [proposal];
    };
  };

  return {
    size: { configs: limit, runs: limit, duplicatesRemoved: 0, valuesRepeated: 0, exact: false },
    learnsFrom: { lookahead, best: several ? 0 : BEST, spread: SPREAD },
    recall: ({ best, since }) => (several ? { places: best as number[], since: since as number } : {}),
    first: () => [],
    ask(question) {
      const { made } = question;
      const before = (question.cursor ?? START) as typeof START;
      let { draw } = before;
      let misses = made > before.made ? 0 : before.misses;
      const room = question.room ?? limit - made;
      const proposals: Proposal[] = [];
      const broughtNothing = question.cursor !== null && made === before.made;
      const read = readOf(question, coordinates);
      const propose = room > 0 ? proposerOf(question, read, broughtNothing) : () => [];
      while (proposals.length < Math.min(step, room) && misses < mostMisses) {
        // The last place is the proposal's, without its baseline.
        proposals.push(...propose(draw++).slice(proposals.length - room));
        misses += 1;
      }
      const ordered = byRun(space, proposals, ({ config }) => config);
      return {
        configs: ordered.map(({ config }) => config),
        reasons: ordered.map(({ reason }) => reason),
        cursor: { draw, made, misses, ...(several ? kept(question, read) : {}) },
        // What is proposed again without its being known is not made, and a race makes room: then there is another question.
        exhausted:
          room <= (someRepeat || question.room !== undefined ? 0 : proposals.length) || misses >= mostMisses,
      };
    },
  };
}

/**
 * A question costs a look into the store, so that a few proposals come of each: the last of them is `lag` behind. In a race each
 * question is a block, which ends before the next.
 */
function stepsOf({ lag, race, early }: SweepDefinition): {
  readonly step: number;
  readonly lookahead: number;
} {
  if (race || early) return { step: lag!, lookahead: 0 };
  const step = Math.max(1, Math.floor(lag! / 2));
  return { step, lookahead: lag! - step };
}

/**
 * Of several objectives no order of the store has the best: they are kept by their places, as they were found, and the next question
 * reads them beside those that are new.
 */
const kept = ({ made, running }: Question, { standings }: Read) => ({
  best: standings.slice(0, BEST).map(({ finished: { place } }) => place),
  since: made - running.length,
});

function reasonOf({ near, gain }: Candidate, { good, rest }: Known): string {
  const times = improvement(gain, good.length / (good.length + rest.length));
  const about = near === null ? 'a draw at random' : `near proposal ${good[near]!.place + 1}`;
  const by = `${good.length} good and ${rest.length} other results`;
  return `${about}: by ${by} its expected improvement is ${times.toPrecision(2)} times that of any draw`;
}
