import { InputError, type NoVerdict } from '@latentsweep/core';
import type { SweepVerdict } from './read.ts';
import { breakingText } from './text.ts';

const WIDEN =
  'Let the condition (`--where`) take arms that make rows and plain ones with the same classifier.';

/** Why a verdict can't be given, and what to do. */
export function noVerdict(given: SweepVerdict & { verdict: NoVerdict }): InputError {
  const error = reasonOf(given);
  const left = breakingText(given);
  if (left === null) return error;
  const hint = `Widen the bounds of \`constraints\`, or: ${error.hint}`;
  return new InputError(error.code, `${error.message} ${left}`, hint);
}

function reasonOf({
  verdict,
  metric,
  replicates,
  hasValidation,
  narrowed,
}: SweepVerdict & { verdict: NoVerdict }): InputError {
  switch (verdict.reason) {
    case 'no result':
      return hasValidation
        ? new InputError(
            'verdict_no_result',
            `No verdict: no config has a ${metric} on validation and on test rows in its replicates.`,
            'Wait for the first configs to be done, or name another metric with `--by`.',
          )
        : new InputError(
            'verdict_no_validation',
            'No verdict: the sweep has no validation rows, and configs are chosen by those.',
            'Give validation a share in `split`, or rows in `dataset.validation`, and run the file again.',
          );
    case 'one replicate':
      return new InputError(
        'verdict_one_replicate',
        `No verdict: it needs results of 2 replicates at least, got those of ${replicates}.`,
        'Run its file again with `--replicates 5`: only the new ones are trained.',
      );
    case 'nothing augmented':
      return new InputError(
        'verdict_nothing_augmented',
        'No verdict: no config with results in all replicates has an arm that makes rows.',
        narrowed
          ? WIDEN
          : 'Add smote or vae_mixing to the values of `arm` and run the file again: only they are trained.',
      );
    case 'nothing plain':
      return new InputError(
        'verdict_nothing_plain',
        'No verdict: augmentation is to be compared with a plain arm of the same classifier, and none has results in all replicates.',
        narrowed
          ? WIDEN
          : 'Add none, oversample and prior_shift to the values of `arm` and run the file again: only they are trained.',
      );
  }
}
