import type { KnownSweep, Reading } from '@latentsweep/store';
import { noConfigs } from './drawn.ts';
import type { FigureWish } from './wish.ts';

/**
 * The hash of the config that a figure of one is of: the one that is named, or the best one. Throws InputError
 * `unknown_config`, `ambiguous_config`, and `nothing_to_draw` where none has a result.
 */
export async function configOf(
  store: Reading,
  sweep: KnownSweep,
  { config, by = sweep.metric, where }: FigureWish,
): Promise<string> {
  if (config !== undefined) return store.findConfig(sweep, config);
  const best =
    by === sweep.metric && where === undefined
      ? (await store.bestConfig(sweep.id))?.hash
      : await bestWhere(store, sweep, { by, where });
  if (best !== undefined) return best;
  throw await noConfigs(store, sweep, { by, where });
}

/** The hash of the best config with a result that meets the condition. */
export async function bestWhere(
  store: Reading,
  sweep: KnownSweep,
  asked: { readonly by: string; readonly where: string | undefined },
): Promise<string | undefined> {
  const { columns, rows } = await store.leaderboard(sweep, { ...asked, limit: 1 });
  const [row] = rows;
  const cell = (name: string) => row?.[columns.indexOf(name)];
  return cell('n') ? (cell('config_hash') as string) : undefined;
}
