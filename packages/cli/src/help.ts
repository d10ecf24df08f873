import type { Command } from 'commander';

/** Past this an example and what it does stand on two lines. */
const WIDTH = 92;

/** Examples at the end of a command's help: what to type, and what it does. Then other things worth saying. */
export function withExamples(
  command: Command,
  examples: readonly (readonly [line: string, does: string])[],
  more: readonly string[] = [],
): Command {
  const column = Math.max(...examples.map(([line]) => line.length));
  const oneLine = examples.every(([, does]) => column + does.length + 5 <= WIDTH);
  const lines = examples.map(([line, does]) =>
    oneLine ? `  ${line.padEnd(column)}   ${does}` : `  ${line}\n      ${does}`,
  );
  const text = ['', 'Examples:', ...lines, ...(more.length === 0 ? [] : ['', ...more])].join('\n');
  return command.addHelpText('after', text);
}
