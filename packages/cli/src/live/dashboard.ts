import { randomBytes } from 'node:crypto';
import type { Dashboard } from '@latentsweep/dashboard';
import type { Store } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Context } from '../context.ts';
import type { Address } from '../option/address.ts';

export interface Pages extends Address {
  readonly context: Pick<Context, 'spell' | 'note'>;
  readonly store: Store;
  /** Null: nobody may act. Undefined: one is made. */
  readonly token?: string | null | undefined;
  /** By which it is reached beside those of this machine. */
  readonly names?: readonly string[];
}

/** Serves the pages of the dashboard. Throws InputError `port_in_use`, `bad_address`, LatentsweepError `pages_missing`. */
export async function serveDashboard({ context, token, ...pages }: Pages): Promise<Dashboard> {
  // Loaded only where it is wished for.
  const { startDashboard } = await import('@latentsweep/dashboard');
  return startDashboard({
    ...pages,
    engines: ENGINES,
    spell: context.spell,
    token: token === undefined ? randomBytes(24).toString('base64url') : token,
    onFault: (error) => context.note(`dashboard: ${error instanceof Error ? error.message : String(error)}`),
  });
}

/** `work` beside the pages of the dashboard, which `say` is told the URL of. */
export async function besideDashboard<Done>(
  pages: Pages,
  say: (url: string) => void,
  work: () => Promise<Done>,
): Promise<Done> {
  const dashboard = await serveDashboard(pages);
  try {
    say(dashboard.openAt);
    return await work();
  } finally {
    await dashboard.close();
  }
}
