import { METRICS, parameterNamed } from '@latentsweep/core';
import { type JsonSchema, schemaOf } from '@latentsweep/plain-file';
import { GROUPS } from '../groups.ts';
import { TOP_KEYS } from '../keys.ts';
import { KINDS, NUMBER_KEYS } from '../kinds.ts';
import {
  COMMON,
  constraintsSchema,
  ignoredSchema,
  keysSchema,
  object,
  objectivesSchema,
  valueSchemas,
  WHEN,
} from '../schema-parts.ts';
import {
  MOST_PARAMETERS,
  PARAMETER_NAME,
  PROGRAM_CONSTRAINT_KEYS,
  PROGRAM_IGNORED,
  PROGRAM_KEYS,
  PROGRAM_METRIC_KEYS,
  PROGRAM_OBJECTIVE_KEYS,
} from './keys.ts';

const foreignMetric = {
  required: ['name'],
  properties: { name: { type: 'string', not: { enum: METRICS } } },
} as const;

const ASKED: JsonSchema = { required: ['ask'], properties: { ask: { enum: [true] } } };
const RUN = ['program', 'command', 'config', 'reports'];

/** Of a file that is a sweep of a program, as `signOfProgram` has it. */
export const PROGRAM_SIGN: JsonSchema = {
  allOf: [
    { not: { required: ['dataset'] } },
    {
      anyOf: [
        ASKED,
        {
          allOf: [
            { anyOf: [{ required: ['program'] }, { required: ['command'] }] },
            {
              anyOf: [
                { required: ['config'] },
                {
                  required: ['parameters'],
                  properties: {
                    parameters: {
                      type: 'object',
                      not: { propertyNames: { enum: [...parameterNamed.keys(), ...GROUPS.keys()] } },
                    },
                  },
                },
                { required: ['metric'], properties: { metric: foreignMetric } },
                {
                  required: ['metrics'],
                  properties: { metrics: { type: 'array', contains: foreignMetric } },
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};

/** A sweep of a program of the user's own. */
export function programSchema(): JsonSchema {
  const { baselines: _, defaults: __, engine: ___, ...top } = TOP_KEYS;
  return {
    additionalProperties: false,
    anyOf: [{ required: ['metric'] }, { required: ['metrics'] }],
    not: { allOf: [ASKED, { anyOf: RUN.map((key) => ({ required: [key] })) }] },
    properties: {
      ...keysSchema({ ...top, ...PROGRAM_KEYS }),
      command: {
        description: 'A word an item, with macros of W&B such as ${program} and ${args}.',
        type: 'array',
        minItems: 1,
        items: { type: ['string', 'number', 'boolean'] },
      },
      metric: object('What configs are ranked by.', keysSchema(PROGRAM_METRIC_KEYS), ['name']),
      metrics: objectivesSchema(PROGRAM_OBJECTIVE_KEYS),
      constraints: constraintsSchema(PROGRAM_CONSTRAINT_KEYS),
      ...COMMON,
      baselines: { description: 'Of built-in trials alone.', enum: [false] },
      parameters: { ...PARAMETERS, description: 'What is swept.', maxProperties: MOST_PARAMETERS },
      ...ignoredSchema(PROGRAM_IGNORED),
    },
  };
}

const VALUE = schemaOf({ type: 'mixed' });
const ROW = { type: 'object', minProperties: 1, additionalProperties: VALUE };

const ENTRY: JsonSchema = {
  ...object('How it is chosen.', {
    ...valueSchemas({ anyOf: [VALUE, ROW] }),
    ...keysSchema(NUMBER_KEYS),
    distribution: { description: 'Inferred where it is absent.', enum: Object.keys(KINDS) },
    when: WHEN,
    parameters: { description: 'Nested ones, with dotted names.', $ref: '#/definitions/parameters' },
  }),
  minProperties: 1,
};

const PARAMETERS: JsonSchema = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: PARAMETER_NAME.source },
  additionalProperties: ENTRY,
};

/** What the schema of a program's sweep refers to. */
export const PROGRAM_DEFINITIONS: JsonSchema = { parameters: PARAMETERS };
