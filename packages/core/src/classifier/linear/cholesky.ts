/**
 * Solves A x = b for a positive definite A [n, n], of which the lower triangle is read, by A = L L' (Golub and Van Loan,
 * Matrix Computations, 4.2). A is not changed.
 *
 * Where rounding or a direction without curvature leaves no root to take, more and more of A's mean diagonal is added to
 * its diagonal: the solution then is a shorter step in the same half space.
 */
export function factorCholesky(a: Float64Array, n: number): Float64Array {
  let mean = 0;
  for (let i = 0; i < n; i++) mean += a[i * n + i]! / n;
  const unit = mean > 0 && Number.isFinite(mean) ? mean : 1;
  for (let added = 0; added < unit * 1e4; added = added === 0 ? unit * 1e-12 : added * 100) {
    const factor = tryFactor(a, n, added);
    if (factor) return factor;
  }
  const identity = new Float64Array(n * n);
  for (let i = 0; i < n; i++) identity[i * n + i] = Math.sqrt(unit);
  return identity;
}

/** A pivot below this share of its diagonal is rounding. */
const TINY = 1e-14;

function tryFactor(a: Float64Array, n: number, added: number): Float64Array | null {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = a[row + j]! + (i === j ? added : 0);
      for (let k = 0; k < j; k++) sum -= l[row + k]! * l[other + k]!;
      if (i > j) l[row + j] = sum / l[other + j]!;
      else if (sum > TINY * (a[row + i]! + added)) l[row + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return l;
}

/** x of L L' x = b. [n] */
export function solveCholesky(l: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
  return x;
}
