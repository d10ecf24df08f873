import type { AnyConfig, Values } from '@latentsweep/core';
import type { Found } from '@latentsweep/plain-file';
import type { Cursor, SweepDefinition, SweptParameter } from '../port.ts';
import { isGrid } from '../search/method.ts';
import { has } from '../search/narrow.ts';
import { configLimit, createSearcher, sampleOf } from '../search/searcher.ts';
import { BUILT_IN, type Catalogue } from './catalogue.ts';
import { readAssignments } from './points.ts';
import { expectItems } from './values.ts';

/** `baseline` of the file: the values by which configs are known that others are compared with. Undefined: there are none. */
export function readBaseline(
  found: Found | undefined,
  parameters: readonly SweptParameter[],
  catalogue: Catalogue = BUILT_IN,
): readonly Values[] | undefined {
  return found && readAssignments(found, parameters, catalogue);
}

/** Each entry is of some config, and there is a race, or an early end, in which it counts. */
export function checkBaseline(definition: SweepDefinition, top: Found): void {
  const { baseline, race, early, method } = definition;
  const found = top.under('baseline');
  if (!baseline || !found) return;
  for (const [i, item] of expectItems(found)!.entries()) {
    if (isOfSome(baseline[i]!, definition)) continue;
    const message = 'no config has all of these values';
    item.fault(
      'outside_the_space',
      message,
      'Leave out what its arm does not use, or what a `when` takes away.',
    );
  }
  if (race || early) {
    if (top.findings.faults.length === 0) checkTried(definition, found);
    return;
  }
  // --no-race, or `false` in the file: it is known.
  if (top.under('race') ?? top.under('early_terminate')) return;
  const hint = isGrid(method)
    ? 'Add `race: true` or `early_terminate`, or remove it.'
    : 'They are tried first, as `points` are. Add `race: true` or `early_terminate`, or name them there.';
  const message = '`baseline` keeps configs in a race or from an early end, and there is neither';
  found.note('ignored_key', message, hint, found.keyAt);
}

/** More than a race may be of: of them all is looked for. */
const MOST_RACED = 50_000;

/** What others are compared with is among the configs that `run_cap` leaves room for: a grid tries a sample of its own. */
function checkTried(definition: SweepDefinition, found: Found): void {
  if (definition.runCap === null) return;
  const { configs } = sampleOf(createSearcher(definition), Math.min(MOST_RACED, configLimit(definition)));
  const hint = isGrid(definition.method)
    ? 'Raise `run_cap`, or use `method: random`, which tries baselines first.'
    : 'Raise `run_cap`, or name the arm in it.';
  for (const [i, item] of expectItems(found)!.entries()) {
    if (configs.some((config) => has(config, definition.baseline![i]!))) continue;
    item.fault(
      'baseline_not_tried',
      'no config that `run_cap` leaves room for has all of these values',
      hint,
    );
  }
}

/** Where the space is too large to be looked through, a fair sample of it is. */
const MOST_TRIED = 2000;

/** Whether a config of the sweep has the values: looked for among those where nothing else stands for their parameters. */
function isOfSome(values: Values, definition: SweepDefinition): boolean {
  const { baseline: _baseline, points: _points, ...plain } = definition;
  const parameters = definition.parameters.map((parameter): SweptParameter => {
    const { linked: _linked, ...own } = parameter;
    const value = values[parameter.name];
    return value === undefined ? parameter : { ...own, distribution: { kind: 'constant', value } };
  });
  const searcher = createSearcher({ ...plain, parameters });
  const wanted = (config: AnyConfig) => has(config, values);
  let tried = 0;
  for (let cursor: Cursor | null = null; ; ) {
    const answer = searcher.ask({ cursor, made: tried, finished: [], running: [], atMost: 100 });
    if (answer.configs.some(wanted)) return true;
    tried += answer.configs.length;
    cursor = answer.cursor;
    if (answer.exhausted || tried >= MOST_TRIED) return false;
  }
}
