import { InputError, nearest } from '@latentsweep/core';

/** Commands that are meant to come, with what does for now. */
const NOT_YET: Readonly<Record<string, string>> = {
  report:
    '`sweep top` and `sweep show` have the figures, `sweep export SWEEP --to trials.parquet` the trials.',
  plot: '`sweep trial ID` draws learning curves; `sweep export SWEEP --to trials.parquet` has all there is to draw.',
  dashboard: '`sweep watch` shows how a sweep goes, and infra/ has a dashboard for Grafana.',
  model: 'models are not kept. A trial is trained again from its config, data and seed, with the same bits.',
  augment: 'augmented tables are not written. docs/arms.md says what each arm makes of the training rows.',
};

/** `program`: how the user calls this program, for its help. */
export function unknownCommand(name: string, known: readonly string[], program: string): InputError {
  if (Object.hasOwn(NOT_YET, name)) {
    return new InputError(
      'command_not_yet',
      `There is no command '${name}' yet.`,
      `For now: ${NOT_YET[name]}\nSee: ${program} --help`,
    );
  }
  const near = nearest(name, known);
  const hints = [...(near === null ? [] : [`Did you mean ${near}?`]), `See: ${program} --help`];
  return new InputError('unknown_command', `Unknown command '${name}'.`, hints.join('\n'));
}
