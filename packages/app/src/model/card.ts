import { type SweepDefinition, storedReport } from '@latentsweep/coordinator';
import { bothSplits, PARAMETERS } from '@latentsweep/core';
import type { KnownSweep, OverReplicates } from '@latentsweep/store';
import { dataFacts } from '../text/data.ts';
import { datasetText } from '../text/definition.ts';
import { metric } from '../text/number.ts';
import { verdictNotes } from '../verdict/notes.ts';
import { isGiven, type SweepVerdict } from '../verdict/read.ts';
import { noVerdict } from '../verdict/refusal.ts';
import { comparisonRows, verdictSentence } from '../verdict/text.ts';
import type { ChosenTrial } from './choose.ts';
import { code } from './code.ts';
import type { ModelRecord } from './record.ts';

interface Card {
  readonly record: Omit<ModelRecord, 'files'>;
  readonly definition: SweepDefinition;
  readonly sweep: KnownSweep;
  readonly chosen: ChosenTrial;
  readonly verdict: SweepVerdict;
  /** Of the generator. */
  readonly makes: readonly string[];
  /** Beside the card. */
  readonly files: readonly string[];
}

/** What a model is, what it is worth and how that is known, in Markdown. */
export function modelCard({ record, definition, sweep, chosen, verdict, makes, files }: Card): string {
  const { config, replicate } = record;
  const data = [datasetText(definition.dataset), ...dataFacts(storedReport(sweep)).map(([, value]) => value)];
  return `${[
    `# A classifier of ${code(record.target)}`,
    `Trained by the sweep ${code(sweep.name)}: the config of rank ${record.rank} by validation, as trained in replicate ${replicate} (seed ${record.seed}). Classes: ${record.classes.map(code).join(', ')}.`,
    '## Data',
    ...data.map((line) => `- ${line}`),
    `- fingerprint ${code(record.sweep.fingerprint)}, seed of the sweep ${record.sweep.seed}`,
    '## What it is worth',
    ...worth(sweep, chosen),
    '## Verdict',
    ...judged(verdict),
    '## Config',
    ...PARAMETERS.flatMap(({ name }) =>
      Object.hasOwn(config, name) ? [`- ${name}: ${JSON.stringify(config[name])}`] : [],
    ),
    '## Use',
    'With `sweep predict FOLDER FILE --to FILE`, or `classifier.onnx` in onnxruntime: an input a column, of shape [rows, 1]; doubles with NaN where a number is missing (a date is its days since 1970-01-01), strings with an empty one where a category is. It answers `probabilities` [rows, classes] and `class`, the place of the most probable one (with `_` behind them where a column is called so). The preparation of columns and the shift of `prior_shift` are inside. A category that the table did not have counts as unknown.',
    '## Generator',
    ...makes,
    '## Checked',
    `Trained again it gave the recorded result${record.resultHash === null ? '' : ` (hash ${code(record.resultHash)})`}; of its test rows it predicts what the trial did to ${record.difference.toExponential(1)}.`,
    '## Files',
    ...files.map((name) => `- ${name}`),
    '- model.json: all of the above as data, with the SHA-256 of each file',
    `Made by latentsweep ${record.madeBy.latentsweep}, Node ${record.madeBy.node}, engine ${record.sweep.engine}.`,
  ]
    .join('\n\n')
    .replaceAll(/\n\n- /g, '\n- ')}\n`;
}

function worth(sweep: KnownSweep, { config, trial }: ChosenTrial): string[] {
  const { test, validation } = bothSplits(sweep.metric);
  const line = (name: string) => `- ${name}: ${interval(config.measures.get(name))}`;
  const own = trial.value === null ? [] : [`- ${sweep.metric} of this replicate: ${metric(trial.value)}`];
  return [
    'Means of the config over replicates with half of their 95% interval; it was chosen by validation, so that the validation mean flatters it.',
    line(test),
    line(validation),
    ...own,
  ];
}

function interval(over: OverReplicates | undefined): string {
  if (!over || over.mean === null) return 'none';
  const half = over.half === null ? '' : ` ± ${metric(over.half)}`;
  return `${metric(over.mean)}${half} (${over.n} replicates)`;
}

function judged(read: SweepVerdict): string[] {
  const { verdict } = read;
  if (!isGiven(verdict)) {
    const { message, hint } = noVerdict({ ...read, verdict });
    return [`${message} ${hint}`];
  }
  const given = { ...read, verdict };
  return [
    verdictSentence(given),
    ...comparisonRows(given).map(
      ({ compared, difference, corrected, interval: range, says }) =>
        `- ${compared}: ${difference}, less luck ${corrected} (95% interval ${range}), ${says}`,
    ),
    ...verdictNotes(given),
  ];
}
