import { describe, expect, it } from 'vitest';
import { minimise } from './minimise.ts';
import type { Objective } from './objective.ts';

interface Counted extends Objective {
  readonly asked: { passes: number; hessians: number };
}

/** sum_i f(x_i) of a function of one variable with its first and second derivative. */
function sumOf(size: number, f: (x: number, i: number) => readonly [number, number, number]): Counted {
  const asked = { passes: 0, hessians: 0 };
  let at = new Float64Array(size);
  return {
    size,
    asked,
    scales: new Float64Array(size).fill(1),
    norm: (gradient) => gradient.reduce((most, part) => Math.max(most, Math.abs(part)), 0),
    at(parameters, gradient) {
      asked.passes++;
      at = parameters.slice();
      let value = 0;
      parameters.forEach((x, i) => {
        const [own, slope] = f(x, i);
        value += own;
        gradient[i] = slope;
      });
      return value;
    },
    hessian(into) {
      asked.hessians++;
      at.forEach((x, i) => {
        into[i * size + i] = f(x, i)[2];
      });
    },
  };
}

const bowl = (x: number, i: number) => [(i + 1) * (x - i) ** 2, 2 * (i + 1) * (x - i), 2 * (i + 1)] as const;
/** Flat far out, where a whole step of Newton's goes too far. */
const flat = (x: number, i: number) => {
  const t = x - 3 - i / 100;
  const root = Math.sqrt(1 + t * t);
  return [root, t / root, 1 / root ** 3] as const;
};

describe('minimise', () => {
  it('goes to the lowest point of a bowl in one step, by one Hessian', () => {
    const objective = sumOf(20, bowl);
    const { parameters, converged, iterations } = minimise(objective, null);
    expect({ converged, iterations, ...objective.asked }).toEqual({
      converged: true,
      iterations: 1,
      passes: 2,
      hessians: 1,
    });
    parameters.forEach((x, i) => {
      expect(x).toBeCloseTo(i, 9);
    });
  });

  it('takes the Hessian of many parameters less often than it steps, of few more often', () => {
    const shares = [2, 200].map((size) => {
      const objective = sumOf(size, flat);
      const { converged, iterations, parameters } = minimise(objective, null);
      expect(converged).toBe(true);
      expect(parameters[1]).toBeCloseTo(3.01, 6);
      return objective.asked.hessians / iterations;
    });
    expect(shares[1]).toBeLessThan(0.5);
    expect(shares[0]).toBeGreaterThan(shares[1]!);
  });

  it('asks for no Hessian of very many parameters', () => {
    const objective = sumOf(300, flat);
    expect(minimise(objective, null).converged).toBe(true);
    expect(objective.asked.hessians).toBe(0);
  });

  it('begins where it is told, and says where it has not come to the end', () => {
    const objective = sumOf(5, flat);
    const start = Float64Array.of(3, 3.01, 3.02, 3.03, 3.04);
    expect(minimise(objective, start)).toMatchObject({ iterations: 0, converged: true });
    expect(minimise(objective, null, { gradientNorm: 1e-9, iterations: 1 })).toMatchObject({
      iterations: 1,
      converged: false,
    });
  });

  it.each([2, 300])('ends where nothing leads down, of %i parameters', (size) => {
    const nowhere = sumOf(size, () => [Number.NaN, Number.NaN, Number.NaN]);
    expect(minimise(nowhere, null)).toMatchObject({ converged: false, iterations: 0 });
    // A slope that the value does not have.
    const wrong = sumOf(size, (x) => [x * x + x, -1, 1]);
    expect(minimise(wrong, null)).toMatchObject({ converged: false });
  });
});
