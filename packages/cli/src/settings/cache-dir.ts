import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where data sets are kept between runs. */
export const defaultCacheDir = (environment: Environment): string =>
  ownFolder(environment['XDG_CACHE_HOME'], '.cache');

/** Where it is kept what the user has said once and for all. */
export const defaultConfigDir = (environment: Environment): string =>
  ownFolder(environment['XDG_CONFIG_HOME'], '.config');

/** As the XDG specification says: a relative path there is to be ignored. */
const ownFolder = (named = '', usual: string): string =>
  join(isAbsolute(named) ? named : join(homedir(), usual), 'latentsweep');
