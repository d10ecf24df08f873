import { learns, storedDefinition } from '@latentsweep/coordinator';
import type { KnownSweep, Reading, StoredDecision } from '@latentsweep/store';
import { count, metric } from '../text/number.ts';
import { countsOf, rungText } from '../text/rung.ts';

/** Why things went as they did in a sweep, or with one config of it: the reasons that are stored. */
export interface Explained {
  /** The whole hash of the config; null where the sweep is meant. */
  readonly config: string | null;
  /** Why a search proposed the config; null where it learns nothing, or none is meant. */
  readonly proposed: string | null;
  readonly decisions: readonly StoredDecision[];
  /** The same as sentences. */
  readonly words: readonly string[];
}

/** `word`: the beginning of a config's hash, or null for all. Throws InputError `unknown_config`, `ambiguous_config`. */
export async function explained(
  store: Reading,
  sweep: KnownSweep,
  word: string | null,
  limit: number,
): Promise<Explained> {
  const hash = word === null ? null : await store.findConfig(sweep, word);
  const { reason: proposed = null, violation = null } =
    hash === null ? {} : await store.config(sweep, hash, 0);
  const decisions = await store.decisions(sweep.id, hash, limit);
  const rungs = await store.decidedRungs(sweep.id);
  const counts = countsOf(storedDefinition(sweep));
  const whole = hash === null ? rungs.map((rung) => `${capital(rungText(rung, counts))}.`) : [];
  const words = [
    ...(proposed === null ? [] : [`Proposed: ${proposed}`]),
    ...(violation !== null && violation > 0
      ? [`Not ranked: it breaks a constraint, by ${metric(violation)} in all.`]
      : []),
    ...whole,
    ...decisions.map((decision) => sentence(decision, hash === null)),
  ];
  const all = rungs.reduce((sum, { kept, dropped }) => sum + kept + dropped, 0);
  if (hash === null && decisions.length < all) {
    words.push(`… and ${count(all - decisions.length)} more; \`decisions\` in SQL has them all.`);
  }
  if (hash === null && learns(storedDefinition(sweep).method)) {
    words.push(
      'Each config was proposed for a reason of its own: name one, or read the column `reason` of `configs` in SQL.',
    );
  }
  if (words.length === 0)
    words.push(
      'No reasons are stored: nothing was proposed by results, and no race or band of epochs has decided.',
    );
  return { config: hash, proposed, decisions, words };
}

function sentence({ hash, epochs, kept, reason }: StoredDecision, named: boolean): string {
  const fate = kept ? 'kept' : epochs === null ? 'dropped' : 'stopped';
  return `${named ? `${hash.slice(0, 8)}  ` : ''}${fate}: ${reason}`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
