import { storedDefinition, storedReport } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import { parameterNames, type Sweep } from '@latentsweep/store';
import { cut } from '../text/cut.ts';
import { dataFacts } from '../text/data.ts';
import { datasetText, distributionText } from '../text/definition.ts';

/** A parameter may have ten thousand values. */
const LONGEST = 400;

/** What a sweep was asked for, in words: known from its row alone. */
interface DescribedSweep {
  /** `random, at most 200 trials`. */
  readonly method: string;
  readonly parameters: readonly {
    /** As in the sweep file: `loss_weights.kl`. */
    readonly parameter: string;
    /** As in conditions and SQL: `loss_weights_kl`. */
    readonly column: string;
    /** `log_uniform_values 0.001 to 1`; many values are cut off. */
    readonly searched: string;
  }[];
  /** Where they are from, how many there are, their classes; a line each. */
  readonly data: readonly string[];
}

export function describeSweep(sweep: Pick<Sweep, 'definition' | 'dataReport'>): DescribedSweep {
  const { method, runCap, parameters, dataset } = storedDefinition(sweep);
  const columns = parameterNames(parameters.map(({ name }) => name));
  return {
    method: runCap === null ? method : `${method}, at most ${plural(runCap, 'trial')}`,
    parameters: parameters.map(({ name, distribution }, i) => ({
      ...{
        parameter: name,
        column: columns[i]!,
        searched: cut(distributionText(distribution), LONGEST),
      },
    })),
    data: [datasetText(dataset), ...dataFacts(storedReport(sweep)).map(([, value]) => value)],
  };
}
