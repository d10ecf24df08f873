import type { Command } from 'commander';

/** Examples at the end of a command's help: what to type, and what it does. */
export function withExamples(
  command: Command,
  examples: readonly (readonly [line: string, does: string])[],
  more: readonly string[] = [],
): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, does]) =>
    width + does.length > 90 ? `  ${line}\n      ${does}` : `  ${line.padEnd(width)}   ${does}`,
  );
  return command.addHelpText('after', ['\nExamples:', ...lines, ...more.map((m) => `\n${m}`)].join('\n'));
}
