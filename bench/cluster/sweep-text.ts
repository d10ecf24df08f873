/** Sweep files with next to no training in them: what is left is the orchestrator's own cost. */

const TINY = 'dataset: { kind: simulated, train: 200, validation: 100, test: 100 }';
const SHORT = `  arm: { value: oversample }
  minority_rate: { value: 0.1 }
  classifier_epochs: { value: 1 }`;

/** Each seed has other trials, so that none is taken over from an earlier sweep. */
export const tinyTrials = (name: string, trials: number, seed: number): string => `name: ${name}
method: random
run_cap: ${trials}
seed: ${seed}
${TINY}
parameters:
${SHORT}
  epochs: { value: 1 }
  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
`;

/** 64 points, each a training run of its own. */
export const gridOf64 = (name: string, seed: number): string => `name: ${name}
method: grid
seed: ${seed}
${TINY}
parameters:
${SHORT}
  epochs: { value: 1 }
  learning_rate: { values: [0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008] }
  batch_size: { values: [10, 20, 30, 40, 50, 60, 70, 80] }
`;
