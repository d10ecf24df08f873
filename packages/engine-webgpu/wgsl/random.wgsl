// Philox4x32-10 with four blocks side by side, in the layout of core's `stepWords` and `stepNormals`.

/** The high half of 32-bit products, from their 16-bit parts. */
fn high_half(a: vec4u, b: u32) -> vec4u {
  let low = vec4u(0xffffu);
  let half = vec4u(16);
  let a0 = a & low;
  let a1 = a >> half;
  let b0 = vec4u(b & 0xffffu);
  let b1 = vec4u(b >> 16u);
  let first = a1 * b0 + ((a0 * b0) >> half);
  let second = a0 * b1 + (first & low);
  return a1 * b1 + (first >> half) + (second >> half);
}

/** Words 0 to 3 of four blocks each. */
fn philox(block: vec4u, step: u32, round: u32, purpose: u32, seed: vec2u) -> array<vec4u, 4> {
  var c0 = block;
  var c1 = vec4u(step);
  var c2 = vec4u(round);
  var c3 = vec4u(purpose);
  var key = seed;
  for (var turn = 0u; turn < 10u + zero; turn++) {
    let high0 = high_half(c0, 0xd2511f53u);
    let low0 = c0 * vec4u(0xd2511f53u);
    let high1 = high_half(c2, 0xcd9e8d57u);
    let low1 = c2 * vec4u(0xcd9e8d57u);
    c0 = high1 ^ c1 ^ vec4u(key.x);
    c1 = low1;
    c2 = high0 ^ c3 ^ vec4u(key.y);
    c3 = low0;
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return array(c0, c1, c2, c3);
}

/** The words of a chunk: elements 16 chunk .. 16 chunk + 15 of a step's noise, four a vector. */
fn chunk_words(chunk: u32, step: u32, round: u32, purpose: u32, seed: vec2u) -> array<vec4u, 4> {
  return philox(vec4u(chunk * 4u) + vec4u(0, 1, 2, 3), step, round, purpose, seed);
}

/** Two vectors of words to standard normals (Box-Muller). */
fn box_muller(a: vec4u, b: vec4u) -> array<vec4f, 2> {
  let unit = vec4f(5.9604644775390625e-8);
  let u = mul(vec4f(vec4i((a >> vec4u(8)) + vec4u(1))), unit);
  let r = root(mul(logarithm(u), vec4f(-2.0)));
  let v = mul(vec4f(vec4i(b >> vec4u(8))), unit);
  // v = q / 4 + t / (2 pi); adding 1.5 * 2^23 rounds 4 v to q and leaves q in the low bits.
  let magic = vec4f(12582912.0);
  let shifted = add(mul(v, vec4f(4.0)), magic);
  let t = mul(sub(v, mul(sub(shifted, magic), vec4f(0.25))), vec4f(6.283185307179586));
  let q = bitcast<vec4u>(shifted);
  let s = sine(t);
  let c = cosine(t);
  let odd = (q & vec4u(1)) == vec4u(1);
  let sign_of_sine = (q >> vec4u(1)) << vec4u(31);
  let sign_of_cosine = sign_of_sine ^ (q << vec4u(31));
  return array(
    mul(r, bitcast<vec4f>(bitcast<vec4u>(select(c, s, odd)) ^ sign_of_cosine)),
    mul(r, bitcast<vec4f>(bitcast<vec4u>(select(s, c, odd)) ^ sign_of_sine)),
  );
}

/** floor(word n / 2^32) as core has it: in f64, which is exact below 2^53 and rounds above. */
fn below(word: u32, n: u32) -> u32 {
  let high = high_half(vec4u(word), n).x;
  let low = word * n;
  let lost = 11 - i32(countLeadingZeros(high));
  if (lost > 0 && low >= 0u - (1u << u32(lost - 1))) {
    return high + 1u;
  }
  return high;
}
