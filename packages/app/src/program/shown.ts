import { type ConfigWay, type ProgramDeclaration, shellWord, type Values } from '@latentsweep/core';
import { placeConfig } from '@latentsweep/program';

/** What a shell would have to be told to run a trial of this config. Variables of the user's stay names. */
export function commandText(
  { command }: Pick<ProgramDeclaration, 'command'>,
  way: ConfigWay,
  config: Values,
): string {
  const names = command.flatMap((word) => [...word.matchAll(/\$\{envvar:(\w+)\}/g)].map(([, name]) => name!));
  const host = Object.fromEntries(names.map((name) => [name, `$${name}`]));
  return placeConfig(command, way, config, '$LATENTSWEEP_CONFIG', host).argv.map(shellWord).join(' ');
}

/** How it is told its config. */
export const WAY_TEXTS: Readonly<Record<ConfigWay, string>> = {
  flags: 'as flags',
  stdin: 'as JSON on its standard input',
  env: 'as variables, LATENTSWEEP_PARAM_…',
  file: 'in a JSON file, $LATENTSWEEP_CONFIG',
};
