import { PARAMETERS, type Parameter } from '@latentsweep/core';
import { boundsOf, type JsonSchema, type Rule, schemaOf } from '@latentsweep/plain-file';
import { EXPONENTS, isByExponent } from './exponents.ts';
import { GROUPS } from './groups.ts';
import {
  CONSTRAINT_KEYS,
  EARLY_KEYS,
  type EngineName,
  engineKey,
  IGNORED_KEYS,
  IMAGE_KEYS,
  METRIC_KEYS,
  OBJECTIVE_KEYS,
  SHARE_KEYS,
  SIMULATED_KEYS,
  SPLIT_KEYS,
  TABLE_KEYS,
  TOP_KEYS,
} from './keys.ts';
import { KINDS, NUMBER_KEYS, type WrittenKind } from './kinds.ts';
import { PROGRAM_DEFINITIONS, PROGRAM_SIGN, programSchema } from './program/schema.ts';
import {
  COMMON,
  constraintsSchema,
  ignoredSchema,
  keysSchema,
  object,
  objectivesSchema,
  valueSchemas,
  WHEN,
} from './schema-parts.ts';

/**
 * The sweep file as a JSON Schema (draft-07, which the YAML language server reads best), made from the tables that the
 * reader uses and the engines that there are. It is for editors: rules that span several keys, such as probabilities that sum to 1, are the reader's.
 */
export function sweepJsonSchema(engines: readonly EngineName[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'latentsweep sweep file',
    type: 'object',
    required: ['method', 'parameters'],
    definitions: PROGRAM_DEFINITIONS,
    if: PROGRAM_SIGN,
    // biome-ignore lint/suspicious/noThenProperty: a key of JSON Schema
    then: programSchema(),
    else: { additionalProperties: false, properties: builtInProperties(engines) },
  };
}

function builtInProperties(engines: readonly EngineName[]): JsonSchema {
  return {
    ...keysSchema({ ...TOP_KEYS, engine: engineKey(engines) }),
    metric: object('What configs are ranked by.', keysSchema(METRIC_KEYS)),
    metrics: objectivesSchema(OBJECTIVE_KEYS),
    constraints: constraintsSchema(CONSTRAINT_KEYS),
    early_terminate: {
      description: 'Stops runs at bands of epochs, by how they stand to the others there.',
      anyOf: [{ enum: [false] }, earlySchema()],
    },
    dataset: datasetSchema(),
    parameters: {
      ...object('What is swept. Parameters that are absent have their defaults.', parametersSchema()),
      minProperties: 1,
    },
    ...COMMON,
    ...ignoredSchema(IGNORED_KEYS),
  };
}

function earlySchema(): JsonSchema {
  return {
    ...object('By which rule, and at which bands.', keysSchema(EARLY_KEYS), ['type']),
    anyOf: [{ required: ['min_iter'] }, { required: ['s', 'max_iter'] }],
  };
}

function datasetSchema(): JsonSchema {
  const numbers = { type: 'array', minItems: 1, items: { type: 'number' } };
  const shares = { type: 'array', minItems: 2, items: { type: 'number' } };
  const simulated = {
    kind: { enum: ['simulated'] },
    ...keysSchema(SIMULATED_KEYS),
    coefficients: {
      description: 'The linear predictor: one list of numbers for two classes, K lists for K classes.',
      anyOf: [numbers, { type: 'array', minItems: 1, items: numbers }],
    },
    prior: {
      description: 'The share of class 1, or of each class.',
      anyOf: [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, shares],
    },
  };
  const table = {
    kind: { enum: ['table'] },
    ...keysSchema(TABLE_KEYS),
    dates: {
      description:
        'Columns of dates that become numbers, days since 1970: ISO 8601, or with a format of strptime.',
      anyOf: [
        { type: 'array', items: { type: 'string' } },
        { type: 'object', additionalProperties: { type: ['string', 'null'] } },
      ],
    },
    split: object('Shares of the rows; they sum to 1.', keysSchema(SPLIT_KEYS)),
  };
  const images = {
    kind: { enum: ['images'] },
    ...keysSchema(IMAGE_KEYS),
    split: {
      description: 'Shares of the images, or source: what the source has apart to test on stays there.',
      anyOf: [{ enum: ['source'] }, object('They sum to 1.', keysSchema(SHARE_KEYS))],
    },
  };
  return {
    description: 'Simulated rows, a table in a file, or images.',
    anyOf: [
      object('Rows drawn from the law of the deck.', simulated),
      {
        ...object('A table in a file: CSV, ARFF, KEEL, svmlight, XLSX, NumPy, Parquet or JSON.', table, [
          'target',
        ]),
        oneOf: [{ required: ['path'] }, { required: ['select'] }],
      },
      object('Images in files.', images, ['kind', 'path']),
    ],
  };
}

function parametersSchema(): JsonSchema {
  const leaves = PARAMETERS.map((parameter) => [parameter.name, parameterSchema(parameter)]);
  const groups = [...GROUPS].map(([group, members]) => [group, groupSchema(members)]);
  return Object.fromEntries([...leaves, ...groups]);
}

function parameterSchema(parameter: Parameter): JsonSchema {
  const { description, default: preset, presets, ...rule } = parameter;
  const numeric = rule.type === 'integer' || rule.type === 'number';
  const kinds = (Object.keys(KINDS) as WrittenKind[]).filter(
    (kind) => numeric || kind === 'constant' || kind.startsWith('categorical'),
  );
  const distribution = { description: 'Inferred where it is absent.', enum: kinds };
  const properties = { ...valueSchemas(schemaOf(rule)), distribution, when: WHEN };
  const free = kinds.filter((kind) => KINDS[kind].required.length === 0);
  return {
    ...object(description, numeric ? { ...properties, ...keysSchema(NUMBER_KEYS) } : properties),
    anyOf: [
      { required: ['value'] },
      { required: ['values'] },
      ...(numeric ? [{ required: ['min', 'max'] }] : []),
      ...(numeric ? [{ required: ['distribution'], properties: { distribution: { enum: free } } }] : []),
    ],
    ...(numeric ? boundsSchema(rule) : {}),
    ...(presets === undefined ? { default: { value: preset } } : {}),
  };
}

/** Bounds are values of the parameter, or exponents of e. */
function boundsSchema(rule: Extract<Rule, { type: 'integer' | 'number' }>): JsonSchema {
  const both = (schema: JsonSchema) => ({ properties: { min: schema, max: schema } });
  const byExponent = { enum: (Object.keys(KINDS) as WrittenKind[]).filter(isByExponent) };
  return {
    if: { required: ['distribution'], properties: { distribution: byExponent } },
    // biome-ignore lint/suspicious/noThenProperty: a key of JSON Schema
    then: both({ ...boundsOf(EXPONENTS) }),
    else: both({ ...boundsOf(rule) }),
  };
}

function groupSchema(members: ReadonlyMap<string, Parameter>): JsonSchema {
  const each = (schema: (parameter: Parameter) => JsonSchema) =>
    Object.fromEntries(Array.from(members, ([key, parameter]) => [key, schema(parameter)]));
  const row = { ...object('Values that go together.', each(schemaOf)), minProperties: 1 };
  const parameters = object('Parameters that are combined with each other.', each(parameterSchema));
  const names = Array.from(members.values(), ({ name }) => name);
  return {
    ...object(`The parameters ${names.join(', ')}.`, { parameters, ...valueSchemas(row) }),
    oneOf: [{ required: ['parameters'] }, { required: ['value'] }, { required: ['values'] }],
  };
}
