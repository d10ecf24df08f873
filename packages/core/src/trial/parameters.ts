/**
 * Every parameter of a trial: its type, range, default and the arms that use it. The sweep file, its JSON Schema,
 * hashing, SQL columns and `docs/parameters.md` are all made from this table.
 */

export const ARMS = [
  'none',
  'class_weight',
  'prior_shift',
  'oversample',
  'smote',
  'placebo',
  'vae_mixing',
  'vae_boundary',
] as const;
export type Arm = (typeof ARMS)[number];

export type ParameterValue = number | string | boolean | readonly number[];

interface Described {
  readonly name: string;
  readonly description: string;
  readonly usedBy: readonly Arm[];
  readonly default: ParameterValue | ((arm: Arm) => ParameterValue);
}

/** Bounds are inclusive unless the name says otherwise. */
interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export type Parameter = Described &
  (
    | ({ readonly type: 'integer' | 'number' } & Bounds)
    /** A list of layer sizes; may be empty. */
    | ({ readonly type: 'integers'; readonly maxItems: number } & Bounds)
    | { readonly type: 'choice'; readonly choices: readonly string[] }
  );

const VAE: readonly Arm[] = ['vae_mixing', 'vae_boundary'];
const MIXING: readonly Arm[] = ['placebo', 'vae_mixing'];
const boundary =
  <T>(there: T, elsewhere: T) =>
  (arm: Arm) =>
    arm === 'vae_boundary' ? there : elsewhere;

export const PARAMETERS: readonly Parameter[] = [
  {
    name: 'arm',
    type: 'choice',
    choices: ARMS,
    default: 'vae_mixing',
    usedBy: ARMS,
    description: 'How the training set is augmented.',
  },
  {
    name: 'minority_rate',
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: 0.01,
    usedBy: ARMS,
    description: 'Share of the minority classes’ training rows that is kept. 1 keeps all.',
  },
  {
    name: 'epochs',
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 20,
    usedBy: ARMS,
    description: 'Outer rounds: fit the VAE, build the augmented set, fit the classifier, evaluate.',
  },
  {
    name: 'classifier_epochs',
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: boundary(7, 10),
    usedBy: ARMS,
    description: 'Passes of the classifier over the augmented set in each epoch.',
  },
  {
    name: 'classifier_hidden_sizes',
    type: 'integers',
    minimum: 1,
    maximum: 1024,
    maxItems: 8,
    default: [],
    usedBy: ARMS,
    description: 'Hidden layers of the classifier. Empty: logistic regression.',
  },
  {
    name: 'batch_size',
    type: 'integer',
    minimum: 1,
    maximum: 4096,
    default: 160,
    usedBy: ARMS,
    description: 'Rows a step, for the VAE and the classifier.',
  },
  {
    name: 'optimizer',
    type: 'choice',
    choices: ['rmsprop', 'adam'],
    default: 'rmsprop',
    usedBy: ARMS,
    description: 'Optimizer of the VAE and the classifier.',
  },
  {
    name: 'learning_rate',
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 10,
    default: 0.001,
    usedBy: ARMS,
    description: 'Step size of the VAE and the classifier.',
  },
  {
    name: 'hidden_sizes',
    type: 'integers',
    minimum: 1,
    maximum: 1024,
    maxItems: 8,
    default: boundary([20, 20], [10, 10]),
    usedBy: VAE,
    description: 'Hidden layers of the VAE’s encoder; the decoder mirrors them.',
  },
  {
    name: 'latent_size',
    type: 'integer',
    minimum: 1,
    maximum: 1024,
    default: boundary(30, 2),
    usedBy: VAE,
    description: 'Latent coordinates.',
  },
  {
    name: 'dropout',
    type: 'number',
    minimum: 0,
    exclusiveMaximum: 1,
    default: boundary(0.2, 0),
    usedBy: VAE,
    description: 'Share of units dropped after each hidden layer of the encoder.',
  },
  {
    name: 'vae_epochs',
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: boundary(2, 1),
    usedBy: VAE,
    description: 'Passes of the VAE over the oversampled training set in each epoch.',
  },
  {
    name: 'loss_weights.reconstruction',
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: 1,
    usedBy: VAE,
    description: 'Weight of the reconstruction loss.',
  },
  {
    name: 'loss_weights.kl',
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: 1,
    usedBy: VAE,
    description: 'Weight of the KL divergence. The deck’s "-0.5" is 1 here.',
  },
  {
    name: 'loss_weights.prediction',
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: boundary(1, 0.1),
    usedBy: VAE,
    description: 'Weight of the prediction loss.',
  },
  {
    name: 'reconstruction',
    type: 'choice',
    choices: ['bce', 'mse'],
    default: 'bce',
    usedBy: VAE,
    description: 'Reconstruction loss: binary cross entropy or squared error.',
  },
  {
    name: 'reduction',
    type: 'choice',
    choices: ['mean', 'sum'],
    default: 'mean',
    usedBy: VAE,
    description: 'Over features and latent coordinates: mean as in Keras, sum for the ELBO.',
  },
  {
    name: 'band',
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 0.5,
    default: 0.1,
    usedBy: ['vae_boundary'],
    description: 'How close to 0.5 a generated row’s predicted probability must be to be kept.',
  },
  {
    name: 'mixing.real',
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 60,
    usedBy: MIXING,
    description: 'Real rows of each minority class in a block.',
  },
  {
    name: 'mixing.generated',
    type: 'integer',
    minimum: 0,
    maximum: 100_000,
    default: 20,
    usedBy: MIXING,
    description: 'Generated rows of each minority class in a block; at most `mixing.real`.',
  },
  {
    name: 'mixing.majority',
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 80,
    usedBy: MIXING,
    description: 'Majority rows in a block.',
  },
  {
    name: 'smote.neighbors',
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 5,
    usedBy: ['smote'],
    description: 'Nearest neighbours that SMOTE interpolates towards.',
  },
];

export const parameterNamed: ReadonlyMap<string, Parameter> = new Map(PARAMETERS.map((p) => [p.name, p]));

/** The value `parameter` takes in `arm` where the sweep file does not give one. */
export function defaultOf(parameter: Parameter, arm: Arm): ParameterValue {
  return typeof parameter.default === 'function' ? parameter.default(arm) : parameter.default;
}

/** The parameters that matter in `arm`, in the table's order. */
export function parametersOf(arm: Arm): readonly Parameter[] {
  return PARAMETERS.filter((p) => p.usedBy.includes(arm));
}
