import { InputError, reasonOf } from '@latentsweep/core';
import type { Dashboard } from '@latentsweep/dashboard';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Context } from '../context.ts';
import type { Address } from '../option/address.ts';

export interface Pages extends Address {
  /** The option that takes the port. */
  readonly flag: string;
  /** Null: nobody may act. Absent: one is made. */
  readonly token?: string | null;
  /** By which it is reached beside those of this machine. */
  readonly names?: readonly string[];
}

/**
 * `work` beside the pages of the dashboard, which `say` is told the URL of. Throws InputError `port_in_use`,
 * `bad_address`, `dashboard_needs_token`, `weak_token`, LatentsweepError `pages_missing`.
 */
export async function besideDashboard<Done>(
  context: Context,
  pages: Pages,
  say: (url: string) => void,
  work: () => Promise<Done>,
): Promise<Done> {
  const dashboard = await start(context, pages);
  try {
    say(dashboard.url);
    return await work();
  } finally {
    await dashboard.close();
  }
}

async function start(context: Context, { flag, ...pages }: Pages): Promise<Dashboard> {
  // Loaded only where it is wished for.
  const { startDashboard } = await import('@latentsweep/dashboard');
  const { nativeFolder } = context.withNativeFolder({});
  const onFault = (error: unknown) => context.note(`dashboard: ${reasonOf(error)}`);
  try {
    const openStore = async () => (context.hasStore() ? context.store() : null);
    return await startDashboard({
      ...{ ...pages, nativeFolder, openStore, onFault },
      ...{ engines: ENGINES, spell: context.spell },
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.code, error.message, error.hint.replaceAll('--port', flag));
  }
}
