/** Pieces of the JSON Schema of a sweep file that both kinds of sweeps have. */

import { type JsonSchema, schemaOf } from '@latentsweep/plain-file';
import { type DescribedKeys, RACE_KEYS } from './keys.ts';

export function object(
  description: string,
  properties: JsonSchema,
  required: readonly string[] = [],
): JsonSchema {
  return { description, type: 'object', additionalProperties: false, properties, required };
}

export function keysSchema(keys: DescribedKeys): JsonSchema {
  return Object.fromEntries(
    Object.entries(keys).map(([name, { description, rule, default: preset }]) => [
      name,
      { description, ...schemaOf(rule), ...(preset === undefined ? {} : { default: preset }) },
    ]),
  );
}

export const objectivesSchema = (keys: DescribedKeys): JsonSchema => ({
  description: 'Several objectives, instead of metric; the first ranks where there is room for one.',
  type: 'array',
  minItems: 2,
  maxItems: 4,
  items: object('An objective.', keysSchema(keys), ['name']),
});

export const constraintsSchema = (keys: DescribedKeys): JsonSchema => ({
  description: 'What configs must keep to be ranked.',
  type: 'array',
  minItems: 1,
  items: {
    ...object('Bounds of a measure.', keysSchema(keys), ['metric']),
    anyOf: [{ required: ['min'] }, { required: ['max'] }],
  },
});

/** Keys that are let through. */
export const ignoredSchema = (keys: Readonly<Record<string, string>>): JsonSchema =>
  Object.fromEntries(
    Object.entries(keys).map(([key, reason]) => [key, { description: `A key without effect. ${reason}` }]),
  );

/** Keys that mean the same in both. */
export const COMMON = {
  race: {
    description:
      'Drops configs that are worse than the best beyond chance before they have all their replicates.',
    anyOf: [{ type: 'boolean' }, object('At which rungs.', keysSchema(RACE_KEYS))],
  },
  points: assignmentsSchema(
    'Values that a search which draws tries first, by parameter; what is left out is drawn.',
  ),
  baseline: assignmentsSchema(
    'Configs that others are compared with: those with all of these values. A race never drops them.',
  ),
} as const;

function assignmentsSchema(description: string): JsonSchema {
  return { description, type: 'array', minItems: 1, items: { type: 'object', minProperties: 1 } };
}

export function valueSchemas(value: JsonSchema): JsonSchema {
  return {
    value: { description: 'One value.', ...value },
    values: { description: 'The values to try.', type: 'array', minItems: 1, items: value },
    probabilities: {
      description: 'One for each of values; for method random.',
      type: 'array',
      minItems: 1,
      items: { type: 'number', minimum: 0, maximum: 1 },
    },
  };
}

export const WHEN = {
  description: 'Values of parameters above, beside which this one is swept; elsewhere it has its default.',
  type: 'object',
  minProperties: 1,
} as const;
