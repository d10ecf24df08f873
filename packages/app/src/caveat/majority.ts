import { metric } from '../text/number.ts';
import { type Caveat, className, type Ranking, splitOf } from './caveat.ts';

/** The largest class's share, times the number of classes, from which the classes are called imbalanced. */
const IMBALANCED = 1.2;
/** The half of a 95% interval, in standard deviations. */
const Z = 1.96;

/** Accuracy on imbalanced classes: naming the largest one is right as often as the best config is. */
export function majorityCaveat(ranking: Ranking): Caveat | null {
  const { by, standing, word } = ranking;
  const { best } = standing;
  const split = splitOf(by);
  const classRows = standing.classRows[split];
  if (!/^(test|val)_accuracy$/.test(by) || best === null || classRows.length === 0) return null;
  const { k, share, rows, classes } = largest(classRows);
  if (share * classes < IMBALANCED) return null;
  const chance = Z * Math.sqrt((share * (1 - share)) / rows);
  if (best.mean > share + Math.max(chance, best.halfWidth ?? 0)) return null;
  const name = className(ranking, k);
  const prefix = by.startsWith('val_') ? 'val_' : 'test_';
  return {
    code: 'majority',
    message:
      `Always naming class ${name} has accuracy ${metric(share)} on ${split} rows: ` +
      `the best config, with ${metric(best.mean)}, does not beat that by more than chance`,
    hint: `Rank by what the share of a class does not decide: ${prefix}balanced_accuracy, ${prefix}roc_auc or ${prefix}pr_auc.`,
    command: `top ${word} --by ${prefix}balanced_accuracy`,
  };
}

/** The class with the most rows, and its mean share, over replicates. `rows` are those of one replicate. */
function largest(classRows: readonly (readonly number[])[]) {
  const classes = classRows[0]!.length;
  const totals = Array.from({ length: classes }, (_, k) => sum(classRows.map((rows) => rows[k]!)));
  const k = totals.indexOf(Math.max(...totals));
  const all = sum(totals);
  return { k, classes, share: totals[k]! / all, rows: all / classRows.length };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
