import { type Fault, grouped } from '@latentsweep/core';
import { halves, type Place } from './instead.ts';

/** Ratings and grades have fewer values, of half points as well. */
const MOST_GRADES = 20;
const MOST_HALVES = 10;

/** Whether the labels of a target look measured: many numbers, or fewer with fractions. */
export function looksContinuous(labels: readonly string[]): boolean {
  const numbers = labels.map(Number);
  if (labels.includes('') || !numbers.every(Number.isFinite)) return false;
  return (
    labels.length > MOST_GRADES ||
    (labels.length > MOST_HALVES && numbers.some((number) => !Number.isInteger(number)))
  );
}

/** Told once, as a note where it can be learnt from and as a fault where its values are too rare. */
export function continuousTarget(definition: Place, labels: readonly string[]): Fault {
  const { target } = definition;
  const numbers = labels.map(Number).sort((a, b) => a - b);
  const middle = numbers[Math.floor(numbers.length / 2)]!;
  return {
    code: 'continuous_target',
    path: 'dataset.target',
    message: `The target \`${target}\` looks measured: ${grouped(labels.length)} different numbers from ${numbers[0]} to ${numbers.at(-1)}, each of which is a class`,
    hint: `To make classes of them, ${halves(definition, middle) ?? 'write the table as CSV with a column of classes'}.`,
  };
}
