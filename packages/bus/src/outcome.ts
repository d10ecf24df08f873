/** What trials end with. */

import {
  type FailedTrial,
  MEASURES,
  METRIC_NAME,
  MOST_METRICS,
  MOST_POINTS,
  type TrialResult,
} from '@latentsweep/core';
import { z } from 'zod';
import { id, real, reals } from './schema.ts';

type Outcome = TrialResult | FailedTrial;

/** Measures by name. A trial may lack some (its arm has no VAE); those that this program does not know are left out. */
const ofCatalogue = (ofCurves: boolean) =>
  z.object(
    Object.fromEntries(
      MEASURES.filter(({ shape }) => (shape === 'per epoch') === ofCurves).map(({ name, shape }) => [
        name,
        (shape === 'scalar' ? real : reals).exactOptional(),
      ]),
    ),
  );

/** Whatever a program of the user's own reports, under names of its own. */
const ofProgram = <Of extends z.ZodType>(value: Of) =>
  z
    .record(z.string().regex(METRIC_NAME, 'expected a name of a metric'), value)
    .refine((named) => Object.keys(named).length <= MOST_METRICS, `expected at most ${MOST_METRICS} names`);

const points = reals.refine(({ length }) => length <= MOST_POINTS, `expected at most ${MOST_POINTS} points`);

const outcomeOf = (measures: z.ZodType, curves: z.ZodType): z.ZodType<Outcome> =>
  z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('completed'), measures, curves }),
    z.object({ outcome: z.literal('diverged'), epoch: id, reason: z.string(), curves }),
    z.object({ outcome: z.literal('failed'), error: z.string() }),
  ]) as z.ZodType<Outcome>;

export const trainedOutcome = outcomeOf(ofCatalogue(false), ofCatalogue(true));
export const programOutcome = outcomeOf(ofProgram(real), ofProgram(points));
