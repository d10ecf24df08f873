import { armNamed, MAKING_ARMS, type Values } from '@latentsweep/core';
import type { OverReplicates } from '@latentsweep/store';
import { short } from '../text/number.ts';
import { code } from './code.ts';
import type { HomeGenerator } from './generator-files.ts';
import type { GeneratorInput } from './onnx/generator.ts';
import type { ModelRecord } from './record.ts';

/** In a sentence, what makes the rows of a config's arm: whether there is a generator to take home. */
export function generatorNote({ arm }: Values): string {
  const name = String(arm);
  if (armNamed.get(name)?.kind === 'generating')
    return `generator.onnx makes rows as its arm, ${name}, does.`;
  return MAKING_ARMS.includes(name)
    ? `Its arm, ${name}, makes rows from rows of the table and learns nothing for it: there is no generator.onnx, and \`sweep augment\` makes them.`
    : `Its arm, ${name}, makes no rows: there is no generator.onnx.`;
}

/** Of a model card, in Markdown: what makes rows, what it is to be given, and that it keeps no secrets. */
export function generatorCard(
  generator: HomeGenerator | null,
  { config, classes }: Pick<ModelRecord, 'config' | 'classes'>,
  measures: ReadonlyMap<string, OverReplicates>,
): string[] {
  const note = generatorNote(config);
  if (generator === null) return [note];
  const { inputs, outputs, network, fittedOn, band } = generator;
  const known = fittedOn.map((k) => code(classes[k]!)).join(', ');
  return [
    `${note} It draws nothing itself, so that the same numbers give the same rows on every runtime: whoever runs it draws them. Its inputs, each of [rows, width]:`,
    ...inputs.filter(({ holds }) => holds !== 'cell').map((input) => `- ${inputLine(input)}`),
    ...(network.conditional
      ? []
      : [
          '- `from:` and the name of each column, width 1: the cells of a row that the new one is a twin of, as `classifier.onnx` takes them; `class_name` is its class. Give it training rows of the class that is to be made.',
        ]),
    `Its outputs, of width 1: ${outputs.map(code).join(', ')}. Numbers have the units, decimals and range of their column, NaN where missing; dates are days since 1970-01-01; categories are strings of the table, empty where missing.`,
    network.conditional
      ? `It was fitted on rows of ${known}. Of any other name it makes rows that mean nothing, and says so by a class that is empty.`
      : 'A twin is of the class of its row.',
    ...(band === null
      ? []
      : [
          `${code(outputs.at(-1)!)} is 1 in rows that the arm keeps, those that the VAE's own prediction has within ${short(band)} of 0.5 (of more classes: whose class is within ${short(2 * band)} of the likeliest other), and 0 in rows to leave out.`,
        ]),
    privacy(measures),
  ];
}

function inputLine({ name, holds, width }: GeneratorInput): string {
  const drawn = holds === 'normals' ? 'standard normal' : 'uniform on [0, 1)';
  const what = holds === 'class' ? 'the class by its name' : `doubles, ${drawn}, independent of each other`;
  return `${code(name)}, width ${width}: ${what}`;
}

/** With what was measured of generated rows as the sweep made them. */
function privacy(measures: ReadonlyMap<string, OverReplicates>): string {
  const says = (name: string, text: (mean: string) => string) => {
    const mean = measures.get(name)?.mean ?? null;
    return mean === null ? '' : ` ${text(short(mean))}`;
  };
  const copies = says(
    'copied_rows',
    (mean) =>
      `Of up to 1,000 generated rows of a trial, ${mean} equal a training row (mean over replicates).`,
  );
  const ratio = says(
    'closest_record_ratio',
    (mean) => `Their median distance to the closest training row is ${mean} times that of validation rows.`,
  );
  return `It does not guarantee privacy: a generated row may equal one that it was fitted on, or lie close to it.${copies}${ratio}`;
}
