import { bandsOf, grouped, lengthOf, plural } from '@latentsweep/core';
import { type Found, openSection, type Section } from '@latentsweep/plain-file';
import type { EarlyTerminate, SweepDefinition } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import { configLimit, createSearcher, sampleOf } from '../search/searcher.ts';
import { EARLY_KEYS } from './keys.ts';

/** One in so many goes on: W&B's for hyperband; to the median there are twice as many epochs at each band. */
const ETA = { hyperband: 3, median: 2 } as const;
/** Decisions read the results of all configs at once, but where a search learns. */
const MOST_CONFIGS = 50_000;
/** Configs that stand for all. */
const SAMPLE = 500;

/** `early_terminate: { type: hyperband, min_iter: 3 }`. Null where there is none, undefined with faults. */
export function readEarlyTerminate(top: Found): EarlyTerminate | null | undefined {
  const found = top.under('early_terminate');
  if (found === undefined) return null;
  if (found.tree.kind === 'scalar' && found.tree.value === false) return null;
  if (found.tree.kind === 'scalar') {
    const message = `must be a mapping of keys, or false, got ${JSON.stringify(found.tree.value)}`;
    return found.fault('wrong_type', message, HINT);
  }
  const section = openSection(top, 'early_terminate', EARLY_KEYS, HINT);
  if (section === undefined) return undefined;
  const has = (name: string) => section.under(name) !== undefined;
  const missing = (name: string, hint: string) =>
    section.at(name).fault('missing_key', `\`early_terminate\` needs \`${name}\``, hint);
  const given = section.all('strict');
  const [type, minIter, maxIter, s, eta] = [
    section.get('type'),
    section.get('min_iter'),
    section.get('max_iter'),
    section.get('s'),
    section.get('eta'),
  ];
  if (!has('type')) missing('type', 'Add `type: hyperband`.');
  if (has('max_iter') && !has('s') && !has('min_iter')) missing('s', 'Add it, or give `min_iter` instead.');
  else if (!has('max_iter') && !has('min_iter')) missing('min_iter', 'Add it, or `max_iter` and `s`.');
  if (!type || !given || (minIter === undefined && (maxIter === undefined || s === undefined)))
    return undefined;
  const how = { type, eta: eta ?? ETA[type], strict: given.strict };
  // W&B's engine takes max_iter where both are there, and needs s with it.
  const early: EarlyTerminate =
    maxIter !== undefined && s !== undefined ? { ...how, maxIter, s } : { ...how, minIter: minIter! };
  noteUnused(section, early);
  if (bandsOf(early).length > 0) return early;
  const message = `there is no band: ${maxIter} over eta, ${early.eta}, is below 1`;
  return section.at('max_iter').fault('no_band', message, 'Raise `max_iter`, or give `min_iter` instead.');
}

/** Bands are at `max_iter` and `s`, where both are there, or at `min_iter`: the others do nothing. */
function noteUnused(section: Section<typeof EARLY_KEYS>, early: EarlyTerminate): void {
  const [unused, why] =
    early.minIter === undefined
      ? [['min_iter'] as const, 'beside `max_iter` and `s`, which say where the bands are']
      : [['max_iter', 's'] as const, 'by itself: `max_iter` and `s` say together where the bands are'];
  for (const key of unused) {
    const found = section.under(key);
    if (!found) continue;
    const message = `\`${key}\` has no effect ${why}`;
    found.note('ignored_key', message, '`sweep plan` shows the bands.', found.keyAt);
  }
}

const HINT = 'Write `early_terminate: { type: hyperband, min_iter: 3 }`.';

/** What has no effect is said, and what cannot be decided is refused. */
export function checkEarlyTerminate(definition: SweepDefinition, top: Found): void {
  const { early, constraints, metrics } = definition;
  if (!early) return;
  const found = top.at('early_terminate');
  if (constraints) {
    const message = 'early termination goes by the metric alone, and would stop what keeps `constraints`';
    found.fault('early_of_constrained', message, 'Leave out one of the two.');
    return;
  }
  if (metrics) {
    const message =
      'early termination goes by one metric, and would stop what is good by the others of `metrics`';
    found.fault('early_of_several', message, 'Leave it out, or write `metric`.');
    return;
  }
  const searcher = createSearcher(definition);
  const configs = Math.min(searcher.size.configs, configLimit(definition));
  if (searcher.learnsFrom === null && configs > MOST_CONFIGS) {
    const message = `early termination is of at most ${grouped(MOST_CONFIGS)} configs, and the sweep has ${grouped(configs)}`;
    found.fault('early_too_large', message, 'Set `run_cap`, list fewer values, or leave it out.');
    return;
  }
  const space = configSpaceOf(definition);
  // How long runs of a program are shows where they end.
  if (space.milestones === null) return;
  const [first] = bandsOf(early);
  const epochs = Math.max(0, ...sampleOf(searcher, SAMPLE).configs.map((config) => lengthOf(space, config)));
  if (epochs > first!) return;
  const message = `\`early_terminate\` stops nothing: its first band is after ${plural(first!, 'epoch')}, and runs train for ${epochs} at most`;
  found.note('early_stops_nothing', message, 'Lower `min_iter`, or raise `epochs`.', found.keyAt);
}
