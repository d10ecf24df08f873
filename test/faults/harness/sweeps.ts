/** The sweeps that are run under faults: short trials, some with milestones, some of which diverge. */

export interface SweepSize {
  readonly name?: string;
  readonly seed?: number;
  /** Times 36 trials in 12 training runs. */
  readonly rates?: number;
}

/** Distinct, and none of them round: poison is told by its rate. */
export const rateOf = (index: number): number => (index + 16) / 64;

/** 3 replicates x 4 (arm, learning rate) x rates, with 3 milestones each. */
export function mixedSweep({ name = 'mixed', seed = 1, rates = 6 }: SweepSize = {}): string {
  return `
name: ${name}
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 3
seed: ${seed}
dataset: { kind: simulated, train: 400, validation: 200, test: 200 }
parameters:
  minority_rate: { values: [${Array.from({ length: rates }, (_, i) => rateOf(i)).join(', ')}] }
  arm: { values: [oversample, vae_mixing] }
  latent_size: { value: 2 }
  learning_rate: { values: [0.001, 10] }
  epochs: { values: [1, 2, 5] }
`;
}
