import { checkContent } from '../cluster/content.ts';
import type { Sweep, SweepBook, SweepState } from '../port.ts';
import { ENDED, FROM } from '../sweep/change.ts';
import { wordOf } from '../sweep/meant.ts';
import { unknownId } from '../sweep/read.ts';
import { freeSlug } from '../sweep/slug.ts';
import { type Memory, type Now, namesOf, type SweepRow } from './memory.ts';

/** Throws InputError `unknown_sweep`. */
export function sweepIn({ sweeps }: Memory, id: number): SweepRow {
  const row = sweeps.get(id);
  if (!row) throw unknownId(id);
  return row;
}

export function sweepBook(memory: Memory): Now<SweepBook> {
  const { sweeps, contents, now } = memory;
  const known = (sweep: Sweep) => ({ ...sweep, word: wordOf(sweep, namesOf(memory)) });

  function setSweepState(id: number, state: SweepState, reason: string | null = null): boolean {
    const row = sweeps.get(id);
    if (!row || !FROM[state].includes(row.sweep.state)) return false;
    const finishedAt = ENDED.includes(state) ? new Date(now()) : null;
    row.sweep = { ...row.sweep, state, reason, finishedAt };
    for (const trial of state === 'cancelled' ? row.trials : []) {
      if (trial.state === 'queued') Object.assign(trial, { state, finished_at: finishedAt });
    }
    return true;
  }

  return {
    createSweep({ exact, ...given }) {
      const same = [...sweeps.values()].find(({ sweep }) => sweep.definitionHash === given.definitionHash);
      if (same) return { sweep: known(same.sweep), created: false };
      const slugs = new Set(namesOf(memory).map(({ slug }) => slug));
      const sweep: Sweep = {
        ...given,
        ...{ id: ++memory.made.sweeps, slug: freeSlug(given.name, slugs), state: 'running', reason: null },
        ...{ onCluster: false, cursor: null, expanded: false, createdAt: new Date(now()), finishedAt: null },
      };
      sweeps.set(sweep.id, { sweep, owner: null, until: 0, exact, trials: [] });
      return { sweep: known(sweep), created: true };
    },
    setSweepState,
    submitSweep(id) {
      setSweepState(id, 'running');
      const row = sweepIn(memory, id);
      if (row.sweep.state === 'running') row.sweep = { ...row.sweep, onCluster: true };
      return row.sweep;
    },
    putContent(sha256, bytes) {
      checkContent(sha256, bytes);
      contents.set(sha256, new Uint8Array(bytes));
    },
    removeSweep(id) {
      for (const trial of sweeps.get(id)?.trials ?? []) memory.trials.delete(trial.id);
      sweeps.delete(id);
      memory.conflicts = memory.conflicts.filter(({ trialId }) => memory.trials.has(trialId));
      const named = new Set([...sweeps.values()].map(({ sweep }) => contentOf(sweep)));
      for (const sha256 of contents.keys()) if (!named.has(sha256)) contents.delete(sha256);
    },
  };
}

const contentOf = ({ datasetSpec }: Sweep) => (datasetSpec?.kind === 'table' ? datasetSpec.content : null);
