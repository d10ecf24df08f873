// Arithmetic whose bits are those of the SIMD engine: four rows of a batch a vector, as there.
//
// A driver may rewrite what it is given, as no word in WGSL forbids it: a * b + c with one rounding instead of two,
// (x + c) - c as x, a * b + a * c as a * (b + c). `keep` stops that: what goes through it, no compiler can see through,
// as `zero` is known at run time alone. So every product that is added to goes through it, and every sum that is taken from.
// Nor has a driver to round quotients and roots correctly: `divide` and `root` do, from whatever it gives.

/** 0, known at run time alone: what bounds a loop has it too, as lavapipe takes minutes over loops that it can unroll. */
var<private> zero: u32;

fn keep(x: vec4f) -> vec4f {
  return bitcast<vec4f>(bitcast<vec4u>(x) ^ vec4u(zero));
}

fn mul(a: vec4f, b: vec4f) -> vec4f {
  return keep(a * b);
}

fn add(a: vec4f, b: vec4f) -> vec4f {
  return keep(a + b);
}

fn sub(a: vec4f, b: vec4f) -> vec4f {
  return keep(a - b);
}

/** a b + c, rounded twice. */
fn multiply_add(a: vec4f, b: vec4f, c: vec4f) -> vec4f {
  return keep(mul(a, b) + c);
}

/** The sum of four lanes, in the order of the SIMD engine. */
fn sum_of(a: vec4f) -> f32 {
  let pairs = keep(a + a.zwzw);
  return pairs.x + pairs.y;
}

/** a < b ? b : a, which keeps a NaN in `a`. */
fn at_least(a: vec4f, b: vec4f) -> vec4f {
  return select(a, b, a < b);
}

/** What is below zero becomes 0, a NaN stays: by its bits, as drivers may take it that there is no NaN. */
fn relu(x: vec4f) -> vec4f {
  let below = bitcast<vec4u>(x) - vec4u(0x80000001u) < vec4u(0x7f800000u);
  return select(x, vec4f(), below);
}

/** The mantissa of a normal float with its leading one: 24 bits. */
fn mantissa(bits: vec4u) -> vec4u {
  return (bits & vec4u(0x7fffffu)) | vec4u(0x800000u);
}

fn exponent(bits: vec4u) -> vec4i {
  return vec4i((bits >> vec4u(23)) & vec4u(255));
}

/** The mantissa of `bits` as a number of units of the exponent `of`, at most one off its own. */
fn aligned(bits: vec4u, of_exponent: vec4i) -> vec4i {
  let m = mantissa(bits);
  let off = exponent(bits) - of_exponent;
  return vec4i(select(select(m, m << vec4u(1), off > vec4i(0)), m >> vec4u(1), off < vec4i(0)));
}

/**
 * a / b, correctly rounded, from the driver's own quotient, which may be some units off: in integers, the remainder
 * of a guess q is a 2^s - q b, small enough to be exact in 32 bits whatever is lost above. Where a, b or the quotient
 * is not normal, the driver's.
 */
fn divide(a: vec4f, b: vec4f) -> vec4f {
  let given = keep(a / b);
  let p = bitcast<vec4u>(a);
  let q = bitcast<vec4u>(b);
  let top = mantissa(p);
  let bottom = mantissa(q);
  let less = top < bottom;
  let e = exponent(p) - exponent(q) + select(vec4i(127), vec4i(126), less);
  var guess = aligned(bitcast<vec4u>(given), e);
  let divisor = vec4i(bottom);
  var rest = vec4i((top << select(vec4u(23), vec4u(24), less)) - vec4u(guess) * bottom);
  for (var turn = 0u; turn < 3u + zero; turn++) {
    let up = select(vec4i(0), vec4i(1), rest + rest > divisor) - select(vec4i(0), vec4i(1), rest + rest < -divisor);
    guess += up;
    rest -= up * divisor;
  }
  let sign = (p ^ q) & vec4u(0x80000000u);
  let made = bitcast<vec4f>(sign | ((vec4u(e) << vec4u(23)) + vec4u(guess) - vec4u(0x800000u)));
  let normal = is_normal(p) & is_normal(q) & (e >= vec4i(1)) & (e <= vec4i(253));
  return select(given, made, normal);
}

/** The square root, correctly rounded, in the same way: the remainder of a guess s is x 2^k - s^2. */
fn root(x: vec4f) -> vec4f {
  let given = keep(sqrt(x));
  let bits = bitcast<vec4u>(x);
  let own = exponent(bits);
  let odd = (own & vec4i(1)) == vec4i(1);
  let k = select(vec4i(24), vec4i(23), odd);
  let e = vec4i(150) + (own - vec4i(150) - k) / vec4i(2);
  var guess = aligned(bitcast<vec4u>(given), e);
  var rest = vec4i((mantissa(bits) << vec4u(k)) - vec4u(guess * guess));
  for (var turn = 0u; turn < 3u + zero; turn++) {
    let up = select(vec4i(0), vec4i(1), rest > guess);
    let down = select(vec4i(0), vec4i(1), rest <= -guess);
    rest -= up * (guess + guess + vec4i(1)) - down * (guess + guess - vec4i(1));
    guess += up - down;
  }
  let made = bitcast<vec4f>((vec4u(e) << vec4u(23)) + vec4u(guess) - vec4u(0x800000u));
  return select(given, made, is_normal(bits) & (bits < vec4u(0x80000000u)));
}

fn is_normal(bits: vec4u) -> vec4<bool> {
  let e = exponent(bits);
  return (e > vec4i(0)) & (e < vec4i(255));
}

/** constant + slope x */
fn line(constant: f32, slope: f32, x: vec4f) -> vec4f {
  return add(vec4f(constant), mul(vec4f(slope), x));
}

const LOG2_E = 1.44269504088896341;
/** 1.5 * 2^23 + 127: adding it rounds to an integer, which stands in the low bits with the 127 of an exponent. */
const MAGIC = 12583039.0;

/** exp(x), held between 2^-126 and 2^127. */
fn exponential(x: vec4f) -> vec4f {
  let t = at_least(mul(x, vec4f(LOG2_E)), vec4f(-126.0));
  return power_of_two(select(t, vec4f(127.0), vec4f(127.0) < t));
}

/** exp(-|x|). */
fn exponential_of_minus_abs(x: vec4f) -> vec4f {
  let t = mul(bitcast<vec4f>(bitcast<vec4u>(x) | vec4u(0x80000000u)), vec4f(LOG2_E));
  return power_of_two(at_least(t, vec4f(-126.0)));
}

fn power_of_two(t: vec4f) -> vec4f {
  let shifted = add(t, vec4f(MAGIC));
  let f = sub(t, sub(shifted, vec4f(MAGIC)));
  let f2 = mul(f, f);
  let high = multiply_add(vec4f(0.0001559467782), f2, line(0.009617692791, 0.001340664341, f));
  let middle = multiply_add(high, f2, line(0.2402265221, 0.05550310388, f));
  let y = multiply_add(middle, f2, line(1.0, 0.6931472421, f));
  return mul(y, bitcast<vec4f>(bitcast<vec4u>(shifted) << vec4u(23)));
}

/** ln(x) for normal x > 0; NaN for a NaN or an infinity. */
fn logarithm(x: vec4f) -> vec4f {
  let offset = bitcast<vec4u>(x) - vec4u(0x3f3504f3u);
  let e = vec4f(bitcast<vec4i>(offset) >> vec4u(23));
  let f = sub(bitcast<vec4f>((offset & vec4u(0x7fffffu)) + vec4u(0x3f3504f3u)), vec4f(1.0));
  let f2 = mul(f, f);
  let f4 = mul(f2, f2);
  let low = multiply_add(line(2.0000714765e-1, -1.6668057665e-1, f), f2, line(3.3333331174e-1, -2.4999993993e-1, f));
  let middle = multiply_add(line(1.1676998740e-1, -1.1514610310e-1, f), f2, line(1.4249322787e-1, -1.2420140846e-1, f));
  let high = multiply_add(vec4f(7.0376836292e-2), f4, middle);
  let tail = mul(multiply_add(high, f4, low), mul(f, f2));
  let small = add(sub(tail, mul(f2, vec4f(0.5))), mul(e, vec4f(-2.12194440e-4)));
  let value = add(add(f, small), mul(e, vec4f(0.693359375)));
  return add(value, sub(x, keep(x)));
}

/** Sine of an angle in [-pi/4, pi/4]. */
fn sine(t: vec4f) -> vec4f {
  let z = mul(t, t);
  let tail = multiply_add(vec4f(-1.9515295891e-4), mul(z, z), line(-1.6666654611e-1, 8.3321608736e-3, z));
  return multiply_add(mul(tail, z), t, t);
}

/** Cosine of an angle in [-pi/4, pi/4]. */
fn cosine(t: vec4f) -> vec4f {
  let z = mul(t, t);
  let z2 = mul(z, z);
  let tail = multiply_add(vec4f(2.443315711809948e-5), z2, line(4.166664568298827e-2, -1.388731625493765e-3, z));
  return multiply_add(tail, z2, sub(vec4f(1.0), mul(z, vec4f(0.5))));
}

/** sigmoid(a) from e = exp(-|a|): 1 / (1 + e) for a >= 0, else e / (1 + e). A NaN comes out as one. */
fn sigmoid_from(e: vec4f, a: vec4f) -> vec4f {
  return divide(select(vec4f(1.0), e, a < vec4f()), vec4f(1.0) + e);
}
