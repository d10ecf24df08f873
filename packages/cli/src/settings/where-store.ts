import { readSettingsFile } from './file.ts';
import { type Environment, readSettings, settingsFile } from './settings.ts';
import { storeLocation } from './store-location.ts';

/**
 * Where results are kept for a program in this folder, as for a command: what was given, the environment, latentsweep.yaml, or
 * `.latentsweep` here. Throws InputError as commands do.
 */
export function whereStore(given: string | undefined, environment: Environment): string {
  const options = given === undefined ? {} : { store: given };
  const path = settingsFile(options, environment);
  const file = path === null ? undefined : readSettingsFile(path).settings;
  return storeLocation(readSettings(options, environment, file), () => {});
}
