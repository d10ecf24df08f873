// Numbers of 64 bits, of which GPUs have none: sums that the SIMD engine compares as such. A vec2u, the low half first.
// They come from sums of normal 32-bit floats, so none is subnormal. What is not finite is a NaN.

const NOT_A_NUMBER = vec2u(0u, 0x7ff80000u);
const SIGN = 0x80000000u;

/** x / 2. */
fn half_as_double(x: f32) -> vec2u {
  let bits = bitcast<u32>(x);
  let e = (bits >> 23u) & 255u;
  if (e == 255u) {
    return NOT_A_NUMBER;
  }
  if (e == 0u) {
    return vec2u();
  }
  return vec2u(bits << 29u, (bits & SIGN) | ((e + 895u) << 20u) | ((bits & 0x7fffffu) >> 3u));
}

/** n times the normal float of these bits, exactly: 0 < x, 0 < n < 2^24. */
fn double_product(bits: u32, n: u32) -> vec2u {
  let m = (bits & 0x7fffffu) | 0x800000u;
  let product = vec2u(m * n, high_half(vec4u(m), n).x);
  let up = leading_zeros(product) - 11u;
  let made = shifted_up(product, up);
  return vec2u(made.x, (((bits >> 23u) + 925u - up) << 20u) | (made.y & 0xfffffu));
}

/** a + b, rounded to the nearest, of two to the even one. */
fn double_sum(a: vec2u, b: vec2u) -> vec2u {
  if (double_exponent(a) == 2047u || double_exponent(b) == 2047u) {
    return NOT_A_NUMBER;
  }
  let turned = is_below(a & vec2u(0xffffffffu, ~SIGN), b & vec2u(0xffffffffu, ~SIGN));
  let large = select(a, b, turned);
  let small = select(b, a, turned);
  if (double_exponent(small) == 0u) {
    return large;
  }
  // Three bits more: what is lost below the last of them stays to be seen in it.
  let m = shifted_up(double_mantissa(large), 3u);
  let n = shifted_down(shifted_up(double_mantissa(small), 3u), double_exponent(large) - double_exponent(small));
  var e = double_exponent(large);
  var made: vec2u;
  if (((a.y ^ b.y) & SIGN) == 0u) {
    made = plus(m, n);
    if (made.y >= (1u << 24u)) {
      made = shifted_down(made, 1u);
      e++;
    }
  } else {
    made = minus(m, n);
    if (all(made == vec2u())) {
      return vec2u();
    }
    let up = leading_zeros(made) - 8u;
    made = shifted_up(made, up);
    e -= up;
  }
  let tail = made.x & 7u;
  let whole = vec2u((made.x >> 3u) | (made.y << 29u), made.y >> 3u);
  let rounded = plus(whole, vec2u(select(0u, 1u, tail > 4u || (tail == 4u && (whole.x & 1u) == 1u)), 0u));
  // The leading one stands where the exponent's last bit does, and so does what rounding carried over.
  return vec2u(rounded.x, (large.y & SIGN) + ((e - 1u) << 20u) + rounded.y);
}

/** a < b: of a NaN, never. */
fn double_less(a: vec2u, b: vec2u) -> bool {
  let sound = double_exponent(a) != 2047u && double_exponent(b) != 2047u;
  return sound && is_below(in_order(a), in_order(b));
}

/** Bits that are in the order of the numbers. */
fn in_order(a: vec2u) -> vec2u {
  if (double_exponent(a) == 0u) {
    return vec2u(0u, SIGN);
  }
  return select(a | vec2u(0u, SIGN), ~a, (a.y & SIGN) != 0u);
}

fn double_exponent(a: vec2u) -> u32 {
  return (a.y >> 20u) & 2047u;
}

/** With its leading one: 53 bits. */
fn double_mantissa(a: vec2u) -> vec2u {
  return vec2u(a.x, (a.y & 0xfffffu) | 0x100000u);
}

fn is_below(a: vec2u, b: vec2u) -> bool {
  return a.y < b.y || (a.y == b.y && a.x < b.x);
}

fn plus(a: vec2u, b: vec2u) -> vec2u {
  let low = a.x + b.x;
  return vec2u(low, a.y + b.y + select(0u, 1u, low < a.x));
}

fn minus(a: vec2u, b: vec2u) -> vec2u {
  return vec2u(a.x - b.x, a.y - b.y - select(0u, 1u, a.x < b.x));
}

fn leading_zeros(a: vec2u) -> u32 {
  return select(32u + countLeadingZeros(a.x), countLeadingZeros(a.y), a.y != 0u);
}

/** By less than 64. */
fn shifted_up(a: vec2u, by: u32) -> vec2u {
  if (by >= 32u) {
    return vec2u(0u, a.x << (by - 32u));
  }
  return select(vec2u(a.x << by, (a.y << by) | (a.x >> (32u - by))), a, by == 0u);
}

/** The last bit is 1 where one was lost. */
fn shifted_down(a: vec2u, by: u32) -> vec2u {
  if (by == 0u) {
    return a;
  }
  var made: vec2u;
  var lost: u32;
  if (by >= 64u) {
    lost = a.x | a.y;
  } else if (by >= 32u) {
    made = vec2u(a.y >> (by - 32u), 0u);
    lost = a.x | select(a.y << (64u - by), 0u, by == 32u);
  } else {
    made = vec2u((a.x >> by) | (a.y << (32u - by)), a.y >> by);
    lost = a.x << (32u - by);
  }
  return made | vec2u(select(0u, 1u, lost != 0u), 0u);
}
