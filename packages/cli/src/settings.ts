/** What the environment and the global options say, read once at the edge. */
export interface Settings {
  /** A Postgres URL or a directory. */
  readonly store: string;
  /** Whether the user named the store. */
  readonly storeGiven: boolean;
  readonly debug: boolean;
}

export interface GlobalOptions {
  readonly store?: string;
  readonly debug?: boolean;
}

export const DEFAULT_STORE = '.latentsweep';

export function readSettings(
  options: GlobalOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const store = options.store || environment['LATENTSWEEP_STORE'] || null;
  return {
    store: store ?? DEFAULT_STORE,
    storeGiven: store !== null,
    debug: options.debug ?? isOn(environment['LATENTSWEEP_DEBUG']),
  };
}

/** A URL rather than a directory. The store says which ones it knows. */
export function isUrl(store: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(store);
}

const isOn = (value: string | undefined) => value !== undefined && !['', '0', 'false'].includes(value);
