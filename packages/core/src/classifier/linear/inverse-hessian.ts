import { factorCholesky, solveCholesky } from './cholesky.ts';
import type { Objective } from './objective.ts';
import type { InverseHessian } from './pairs.ts';

/** That of the Hessian where the objective was last asked, by its Cholesky factor. */
export function exactInverse(objective: Objective): InverseHessian {
  const { size } = objective;
  const hessian = new Float64Array(size * size);
  objective.hessian(hessian);
  const factor = factorCholesky(hessian, size);
  return (vector) => solveCholesky(factor, vector);
}

/** That of the objective's scales, as large as the last step found it (Nocedal and Wright, 7.20, with scales). */
export function scaledInverse({ scales }: Objective): InverseHessian {
  return (vector, last) => {
    const size = last ? last.curvature / scaledSquare(last.change, scales) : 1;
    return vector.map((value, i) => (value * size) / scales[i]!);
  };
}

function scaledSquare(of: Float64Array, scales: Float64Array): number {
  return of.reduce((sum, value, i) => sum + (value * value) / scales[i]!, 0);
}
