import type { Dashboard } from '@latentsweep/dashboard';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Context } from '../context.ts';
import type { Address } from '../option/address.ts';

export interface Pages extends Address {
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

async function start(context: Context, pages: Pages): Promise<Dashboard> {
  // Loaded only where it is wished for.
  const { startDashboard } = await import('@latentsweep/dashboard');
  return startDashboard({
    ...pages,
    openStore: async () => (context.hasStore() ? context.store() : null),
    engines: ENGINES,
    spell: context.spell,
    onFault: (error) => context.note(`dashboard: ${error instanceof Error ? error.message : String(error)}`),
  });
}
