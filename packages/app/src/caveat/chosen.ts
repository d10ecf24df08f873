import type { SweepDefinition } from '@latentsweep/coordinator';
import {
  BASELINE_ARM,
  canonicalConfig,
  type ParameterValue,
  shellWord,
  type Values,
} from '@latentsweep/core';
import type { RankedConfig } from '@latentsweep/store';
import { configText } from '../text/config.ts';
import { varyingParameters } from '../text/definition.ts';
import { count, metric } from '../text/number.ts';
import type { Caveat, Ranking } from './caveat.ts';

/** So many configs of one arm, and the best of them is flattered. */
const MANY = 20;
/** Enough that an interval is not wide for want of replicates. */
const FRESH_REPLICATES = 20;

/** The best of many by its test rows: that value was chosen for being high. */
export function chosenCaveat(ranking: Ranking): Caveat | null {
  const { by, standing, definition } = ranking;
  const { best, bestByValidation, whole } = standing;
  if (best === null || !by.startsWith('test_')) return null;
  const { arm } = best.config as { readonly arm: string };
  const configs = configsOf(ranking, arm);
  if (arm === BASELINE_ARM || configs < MANY) return null;
  const others = configsOf(ranking, BASELINE_ARM);
  const beside = others === 0 || others >= configs ? '' : `, beside ${count(others)} of ${BASELINE_ARM}`;
  return {
    code: 'best_of_many',
    message:
      `The best is one of ${whole ? '' : 'more than '}${count(configs)} configs of ${arm}${beside}: ` +
      `the luckiest of many looks better than it is. ${byValidation(best, bestByValidation, ranking)}`,
    hint: 'Replicates that had no part in the choice tell how good it is: run it alone with another seed.',
    command: freshCommand(definition, best),
  };
}

function configsOf({ standing }: Ranking, arm: string): number {
  return standing.arms.find((a) => a.arm === arm)?.configs ?? 0;
}

function byValidation(best: RankedConfig, chosen: RankedConfig | null, { by, definition }: Ranking): string {
  const validation = by.replace(/^test_/, 'val_');
  if (chosen === null || configText(chosen.config, ['arm']) === '') return '';
  if (JSON.stringify(chosen.config) === JSON.stringify(best.config))
    return `By ${validation} it is the best too`;
  const which = configText(chosen.config, varyingParameters(definition));
  return `By ${validation} the best is ${which}, with a ${by} of ${metric(chosen.testMean)}`;
}

/** Runs one config of a sweep's file beside its baseline, under another name and seed. */
function freshCommand(definition: SweepDefinition, best: RankedConfig): string {
  const sets = freshSettings(definition, best)
    .map((setting) => ` --set ${shellWord(setting)}`)
    .join('');
  return `run FILE --seed ${definition.seed + 1} --replicates ${freshReplicates(definition)}${sets}`;
}

const freshReplicates = ({ replicates }: SweepDefinition) => Math.max(FRESH_REPLICATES, replicates);

/** As the values of `--set`. */
export function freshSettings(
  definition: SweepDefinition,
  { config }: Pick<RankedConfig, 'config'>,
): string[] {
  const arms = [...new Set([BASELINE_ARM, config['arm'] as string])];
  return [
    `name=${nameText(`${definition.name.slice(0, 120)} again`)}`,
    ...(definition.runCap === null ? [] : [`run_cap=${arms.length * freshReplicates(definition)}`]),
    `arm=[${arms.join(', ')}]`,
    ...valuesOf(definition, config),
  ];
}

function valuesOf(definition: SweepDefinition, config: RankedConfig['config']): string[] {
  const varying = new Set(varyingParameters(definition));
  const linked = Map.groupBy(definition.parameters, ({ name, linked: group }) => group ?? name);
  const given = [...linked].flatMap(([key, members]) => {
    const used = members.filter(({ name }) => name !== 'arm' && Object.hasOwn(config, name));
    if (!used.some(({ name }) => varying.has(name))) return [];
    if (members[0]!.linked === undefined) return [`${key}=${yaml(config[key]!)}`];
    const pairs = used.map(({ name }) => `${name.slice(key.length + 1)}: ${yaml(config[name]!)}`);
    return [`${key}={${pairs.join(', ')}}`];
  });
  // An arm may differ from the baseline in this default alone.
  const passes = config['classifier_epochs'];
  const usual = (canonicalConfig({ arm: BASELINE_ARM }) as Values)['classifier_epochs'];
  const named = definition.parameters.some(({ name }) => name === 'classifier_epochs');
  return named || passes === undefined || passes === usual
    ? given
    : [...given, `classifier_epochs=${yaml(passes)}`];
}

/** Names hold anything: a colon would make a mapping of it. */
const nameText = (name: string) => (/^\w[\w .-]*$/.test(name) ? name : JSON.stringify(name));

const yaml = (value: ParameterValue) => (typeof value === 'string' ? value : JSON.stringify(value));
