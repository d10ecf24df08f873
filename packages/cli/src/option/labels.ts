import { LABEL } from '@latentsweep/plain-file';
import { type Command, Option } from 'commander';
import { badOption } from './parse.ts';

const MOST = 16;

/** `gpu,a100` as a set, sorted. Throws InputError `bad_option`. */
export function labelList(text: string): readonly string[] {
  const labels = text.split(',').map((label) => label.trim());
  const bad = labels.find((label) => !LABEL.test(label));
  if (bad !== undefined || labels.length > MOST) {
    const rule = `--labels takes up to ${MOST} labels of a-z, 0-9, _ and -, separated by commas`;
    throw badOption(rule, text, 'For example: --labels gpu,a100');
  }
  return [...new Set(labels)].sort();
}

export function labelsOption(command: Command): Command {
  return command.addOption(
    new Option('--labels <LABELS>', 'what this machine offers to sweeps that require it, such as gpu,a100')
      .argParser(labelList)
      .default([], 'none'),
  );
}
