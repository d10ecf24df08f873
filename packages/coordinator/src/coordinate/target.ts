import { decidedBy } from '../plan/decided-by.ts';
import { targetReached } from '../plan/target.ts';
import type { Making } from './making.ts';

/** Trials that are looked at in one step. */
const PAGE = 2000;

/**
 * Looks whether a config has reached the sweep's target since it last looked. Configs are taken in the order of their last
 * trials, and one only where all trials made before it have ended too: so which one ends a sweep does not depend on who was
 * faster.
 */
export async function lookForTarget(run: Making): Promise<void> {
  const { definition } = run.options;
  if (definition.metric.target === undefined) return;
  const metric = { ...definition.metric, name: decidedBy(definition, definition.metric.name) };
  while (run.reached === null) {
    const { upTo, configs } = await run.store.endedConfigs(run.sweep.id, {
      after: run.lookedUpTo,
      limit: PAGE,
    });
    run.reached = targetReached(configs, metric);
    const isLast = upTo - run.lookedUpTo < PAGE;
    run.lookedUpTo = upTo;
    if (isLast) return;
  }
}
