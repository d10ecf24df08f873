import { existsSync } from 'node:fs';
import type { NatsOptions } from '@latentsweep/bus';
import { hasPassword, InputError } from '@latentsweep/core';
import { faultOfBusUrl } from './bus-url.ts';
import { defaultConfigDir } from './cache-dir.ts';

/** Where the bus of a cluster is and how to connect to it. */
export interface BusSettings
  extends Required<Pick<NatsOptions, 'url' | 'prefix' | 'storage' | 'replicas'>>,
    Pick<NatsOptions, 'credentialsFile' | 'caFile'> {
  /** What the names of workers begin with that use these credentials; null: nothing. */
  readonly group: string | null;
}

/** What the environment, the global options and latentsweep.yaml say, read once at the edge. */
export interface Settings {
  /** A Postgres URL or a directory. */
  readonly store: string;
  /** Whether the user named the store. */
  readonly storeGiven: boolean;
  /** The password for the store's URL, by file. */
  readonly storePasswordFile: string | null;
  /** Null: no cluster, everything happens in this process. */
  readonly bus: BusSettings | null;
  /** Where libtensorflow was installed, if the environment says so. */
  readonly nativeFolder: string | undefined;
  /** Where it is kept what the user has said once and for all. */
  readonly configDir: string;
  readonly debug: boolean;
}

/** What latentsweep.yaml says; paths are resolved from its folder. */
export interface FileSettings extends Said<Pick<Settings, 'store' | 'storePasswordFile'>> {
  readonly bus: Said<BusSettings>;
}

/** Settings that may be left out. */
type Said<All> = { readonly [Key in keyof All]?: NonNullable<All[Key]> | undefined };

export interface GlobalOptions {
  readonly store?: string;
  readonly bus?: string;
  readonly config?: string;
  readonly debug?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_STORE = '.latentsweep';
/** Where docs/engines.md has libtensorflow installed. */
export const NATIVE_FOLDER = '.latentsweep/native';

/** What holds before anything is read. */
export const DEFAULTS: Settings = {
  ...{ store: DEFAULT_STORE, storeGiven: false, storePasswordFile: null, bus: null },
  ...{ nativeFolder: undefined, configDir: defaultConfigDir({}), debug: false },
};

/** In place of a URL: what the environment or the file says does not count. */
const NO_BUS = 'none';
const DEFAULT_CONFIG = 'latentsweep.yaml';

/** The settings file to read, or null: the one that was named, or the usual one where there is one. */
export function settingsFile(options: GlobalOptions, environment: Environment): string | null {
  const named = options.config || environment['LATENTSWEEP_CONFIG'];
  if (named) return named;
  return existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : null;
}

/** An option goes before the environment, which goes before the file. Throws InputError `bad_bus_url`. */
export function readSettings(
  options: GlobalOptions,
  environment: Environment,
  file: FileSettings = { bus: {} },
): Settings {
  const store = options.store || environment['LATENTSWEEP_STORE'] || file.store;
  return {
    store: store ?? DEFAULT_STORE,
    storeGiven: store !== undefined,
    storePasswordFile: environment['LATENTSWEEP_STORE_PASSWORD_FILE'] || (file.storePasswordFile ?? null),
    bus: busSettings(options.bus, environment, file.bus),
    nativeFolder: environment['LATENTSWEEP_NATIVE_FOLDER'] || undefined,
    configDir: defaultConfigDir(environment),
    debug: isDebug(options, environment),
  };
}

export function isDebug(options: GlobalOptions, environment: Environment): boolean {
  const value = environment['LATENTSWEEP_DEBUG'];
  return options.debug ?? (value !== undefined && !['', '0', 'false'].includes(value));
}

/** What is worth saying of settings that are right. */
export function notesOnSettings(options: GlobalOptions): string[] {
  if (options.store === undefined || !hasPassword(options.store)) return [];
  return [
    'The password in --store shows in the list of processes: set LATENTSWEEP_STORE, or store_password_file in latentsweep.yaml.',
  ];
}

function busSettings(
  option: string | undefined,
  environment: Environment,
  file: FileSettings['bus'],
): BusSettings | null {
  const url = option || environment['LATENTSWEEP_BUS'] || file.url;
  if (url === undefined || url === NO_BUS) return null;
  const fault = faultOfBusUrl(url);
  if (fault) {
    const where = option ? '--bus' : 'LATENTSWEEP_BUS';
    throw new InputError('bad_bus_url', `${where}: ${fault.message}.`, fault.hint);
  }
  return {
    url,
    credentialsFile: environment['LATENTSWEEP_BUS_CREDENTIALS'] || file.credentialsFile,
    caFile: environment['LATENTSWEEP_BUS_CA'] || file.caFile,
    group: file.group ?? null,
    prefix: file.prefix ?? 'latentsweep',
    storage: file.storage ?? 'file',
    replicas: file.replicas ?? 1,
  };
}
