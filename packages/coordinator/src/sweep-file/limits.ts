import { ARMS, parameterNamed } from '@latentsweep/core';
import type { Findings, Place } from '@latentsweep/plain-file';
import type { SweepDefinition, SweptParameter } from '../port.ts';
import { plainProduct, spaceOf } from '../search/space.ts';

/** Past this an index into the grid is no exact number. */
const MOST_CONFIGS = 2 ** 50;

/** `mixing.generated` rows come from as many of the `mixing.real` ones: never more, in any combination that can be drawn. */
export function checkMixing(parameters: readonly SweptParameter[], at: Place, findings: Findings): void {
  const swept = (name: string) => parameters.find((p) => p.name === name);
  if (!armsOf(swept('arm')).some((arm) => parameterNamed.get('mixing.real')!.usedBy.some((a) => a === arm)))
    return;
  const real = swept('mixing.real');
  const generated = swept('mixing.generated');
  const linked = real?.linked !== undefined && real.linked === generated?.linked;
  const most = extremes('mixing.generated', generated);
  const least = extremes('mixing.real', real);
  const pairs = linked
    ? most.values.map((g, i) => [g, least.values[i]!] as const)
    : [[Math.max(...most.values), Math.min(...least.values)] as const];
  const bad = pairs.find(([g, r]) => g > r);
  if (bad === undefined) return;
  findings.fault(
    'mixing_out_of_range',
    'parameters.mixing',
    at,
    `mixing.generated must not be above mixing.real, but can be ${bad[0]} where that is ${bad[1]}`,
    'Lower mixing.generated, or raise mixing.real (defaults: 20 and 60).',
  );
}

function armsOf(arm: SweptParameter | undefined): readonly unknown[] {
  if (arm?.distribution.kind === 'constant') return [arm.distribution.value];
  if (arm?.distribution.kind === 'categorical') return arm.distribution.values;
  return arm ? ARMS : [parameterNamed.get('arm')!.default];
}

/** All values where they are listed, else the smallest and the largest that can be drawn. */
function extremes(name: string, swept: SweptParameter | undefined): { readonly values: readonly number[] } {
  const parameter = parameterNamed.get(name)!;
  if (!swept) return { values: [parameter.default as number] };
  const { distribution } = swept;
  if (distribution.kind === 'constant') return { values: [distribution.value as number] };
  if (distribution.kind === 'categorical') return { values: distribution.values as readonly number[] };
  if ('min' in distribution) return { values: [distribution.min, distribution.max] };
  return parameter.type === 'integer' ? { values: [parameter.minimum!, parameter.maximum!] } : { values: [] };
}

/** A grid must be countable, and the cap must leave room for one config. */
export function checkSize(definition: SweepDefinition, at: Place, findings: Findings): void {
  const { runCap, replicates, method } = definition;
  if (runCap !== null && runCap < replicates) {
    const message = `must leave room for one config with its ${replicates} replicates, got ${runCap}`;
    findings.fault('out_of_range', 'run_cap', at, message, `Use at least ${replicates}.`);
  }
  if (method !== 'grid') return;
  const space = spaceOf(definition);
  const configs = space === null ? 0 : space.runs * space.milestones.count;
  if (Math.max(configs, plainProduct(definition)) <= MOST_CONFIGS) return;
  const message = `the grid has ${configs.toPrecision(3)} configs, more than ${MOST_CONFIGS.toPrecision(3)}`;
  findings.fault('grid_too_large', 'parameters', at, message, 'List fewer values, or use `method: random`.');
}
