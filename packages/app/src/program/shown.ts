import { type ConfigWay, macroIn, type ProgramDeclaration, shellWord, type Values } from '@latentsweep/core';
import { placeConfig } from '@latentsweep/program';

type Command = Pick<ProgramDeclaration, 'command'>;

/** A command as it stands in a file, macros and all. */
export const commandText = ({ command }: Command): string =>
  command.map((word) => (macroIn(word) === null ? argument(word) : word)).join(' ');

/** What a shell would have to be told to run a trial of this config. Variables of the user's stay names. */
export function trialText({ command }: Command, way: ConfigWay, config: Values): string {
  const names = command.flatMap((word) => [...word.matchAll(/\$\{envvar:(\w+)\}/g)].map(([, name]) => name!));
  const host = Object.fromEntries(names.map((name) => [name, `$${name}`]));
  return placeConfig(command, way, config, '$LATENTSWEEP_CONFIG', host).argv.map(argument).join(' ');
}

/** Quoted where it has to be, and no further to the left: `--name='a b'`. */
function argument(word: string): string {
  const [head] = /^-*(?:[\w./:@+~-]+=)?-*/.exec(word)!;
  const rest = word.slice(head.length);
  return rest === '' && head !== '' ? head : `${head}${shellWord(rest)}`;
}

/** How it is told its config. */
export const WAY_TEXTS: Readonly<Record<ConfigWay, string>> = {
  flags: 'as flags',
  stdin: 'as JSON on its standard input',
  env: 'as variables, LATENTSWEEP_PARAM_…',
  file: 'in a JSON file, $LATENTSWEEP_CONFIG',
};
