/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `info`: something optional that is not there. */
  readonly state: 'ok' | 'info' | 'warning' | 'wrong';
  readonly found: string;
  /** What to do about it, where something is to be done. */
  readonly fix: string | null;
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found, fix: null });
export const info = (name: string, found: string, fix: string | null = null): Check => ({
  name,
  state: 'info',
  found,
  fix,
});

const fault = (state: 'warning' | 'wrong') => (name: string, found: string, fix: string) =>
  ({ name, state, found, fix }) satisfies Check;
export const warning = fault('warning');
export const wrong = fault('wrong');
