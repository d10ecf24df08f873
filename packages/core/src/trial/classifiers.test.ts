import { describe, expect, it } from 'vitest';
import { ARM_NAMES, armNamed, IMAGE_ARMS } from '../augment/arms.ts';
import { fitLogistic } from '../classifier/linear/logistic.ts';
import { cutMinority } from '../dataset/cut.ts';
import { concatenate, takeFeatures, takeLabels } from '../dataset/rows.ts';
import { computeMetrics } from '../metric/compute.ts';
import { runOne, SEED, THREE, TWO } from './fixtures.ts';

const FITTED = ['logistic', 'linear_svm', 'boosted_trees'] as const;
const cheap = { 'trees.max_iter': 5 };

describe.each(FITTED)('%s', (classifier) => {
  it.each(ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)))(
    'is fitted on the rows of %s',
    async (arm) => {
      const { results, told, dataset } = await runOne(TWO, { arm, classifier, ...cheap }, [2]);
      const { measures, curves } = results.get(2)!;
      const { probabilities, labels } = told.get(2)!.test;
      expect(measures['test_log_loss']).toBe(computeMetrics(probabilities, labels, dataset.classes).log_loss);
      expect(measures['test_roc_auc']).toBeGreaterThan(0.55);
      expect(measures['undertrained']).toBe(0);
      expect(curves['classifier_loss']).toEqual([]);
      const vae = armNamed.get(arm)!.kind === 'generating';
      expect(curves['vae_loss']).toHaveLength(vae ? 2 : 0);
      expect(Object.hasOwn(measures, 'collapsed')).toBe(vae);
    },
  );

  it('knows more than two classes, and gives a milestone what it has alone', async () => {
    const given = { arm: 'vae_mixing', classifier, ...cheap };
    const together = (await runOne(THREE, given, [1, 3])).results;
    expect(together.get(1)).toEqual((await runOne(THREE, given, [1])).results.get(1));
    expect(together.get(3)).toEqual((await runOne(THREE, given, [3])).results.get(3));
    expect(together.get(3)).not.toEqual(together.get(1));
  });

  it('predicts at the balanced prior with prior_shift', async () => {
    const of = async (arm: string) =>
      (await runOne(THREE, { arm, classifier, minority_rate: 0.1, ...cheap }, [1])).results.get(1)!.measures;
    const [shifted, plain] = [await of('prior_shift'), await of('none')];
    expect(Number(shifted['test_balanced_accuracy'])).toBeGreaterThan(
      Number(plain['test_balanced_accuracy']),
    );
    expect(Number(shifted['test_log_loss'])).toBeLessThan(Number(plain['test_log_loss']));
  });
});

it('logistic is scikit-learn’s optimum on the very rows of the arm', async () => {
  const { told, dataset, config } = await runOne(TWO, { arm: 'none', classifier: 'logistic', l2: 0.5 }, [1]);
  const rows = concatenate(cutMinority(dataset, config.minority_rate, SEED).kept);
  const own = fitLogistic(
    {
      features: takeFeatures(dataset.train.features, dataset.features, rows),
      labels: takeLabels(dataset.train.labels, rows),
      weights: null,
      ...{ count: rows.length, columns: dataset.features, classes: dataset.classes },
    },
    { l2: 0.5 },
  ).predict(dataset.test.features, dataset.test.count);
  const { probabilities } = told.get(1)!.test;
  for (const [i, p] of own.entries()) expect(probabilities[i]).toBeCloseTo(p, 5);
});
