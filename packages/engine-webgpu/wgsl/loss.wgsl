// Losses and their gradients with respect to logits. Where a pass is measured they leave w_b loss_b of each row as terms.

/** One logarithm serves a product of as many numbers in [1, 2] as f32's exponent bears. */
const FACTORS = 100u;

/** a, features, x^: x^ = sigmoid(a). */
fn reconstruct(at: u32, id: u32, batch: Batch) {
  for (var item = id; item < program[at + 2u] * batch.vectors; item += SIZE) {
    let here = (item / batch.vectors) * pitch + item % batch.vectors;
    let a = tile(program[at + 1u] + here);
    set_tile(program[at + 3u] + here, sigmoid_from(exponential_of_minus_abs(a), a));
  }
}

/**
 * a, features, x^, x, squared, terms, weights: sum_j of max(a, 0) - a x and of ln(1 + e^-|a|), or of (x^ - x)^2 and nothing:
 * two terms, which are added up one after the other; each FACTORS features have terms of their own.
 */
fn reconstruction_loss(at: u32, id: u32, batch: Batch) {
  if (lanes[batch.lane].measured == 0u) {
    return;
  }
  let features = program[at + 2u];
  let squared = program[at + 5u] == 1u;
  let groups = (features + FACTORS - 1u) / FACTORS;
  for (var item = id; item < groups * batch.vectors; item += SIZE) {
    let v = item % batch.vectors;
    let group = item / batch.vectors;
    let w = tile(program[at + 7u] + v);
    var loss = vec4f();
    var product = vec4f(1.0);
    for (var j = group * FACTORS; j < min(features, (group + 1u) * FACTORS); j++) {
      let here = j * pitch + v;
      let x = tile(program[at + 4u] + here);
      if (squared) {
        let error = sub(tile(program[at + 3u] + here), x);
        loss += mul(error, error);
      } else {
        let a = tile(program[at + 1u] + here);
        loss += sub(relu(a), mul(a, x));
        product *= add(vec4f(1.0), exponential_of_minus_abs(a));
      }
    }
    let terms = program[at + 6u] + 2u * group * pitch + v;
    set_tile(terms, loss * w);
    set_tile(terms + pitch, select(logarithm(product) * w, vec4f(), squared));
  }
}

/**
 * x^, x, features, squared, d, weights: the way back through the sigmoid, in place of dx^, the gradient that the head sends:
 * k w (x^ - x) + dx^ x^ (1 - x^), or (2 k w (x^ - x) + dx^) x^ (1 - x^).
 */
fn reconstruction_gradient(at: u32, id: u32, batch: Batch) {
  let squared = program[at + 4u] == 1u;
  let own = mul(share(batch), vec4f(lanes[batch.lane].reconstruction));
  let k = own * select(1.0, 2.0, squared);
  for (var item = id; item < program[at + 3u] * batch.vectors; item += SIZE) {
    let v = item % batch.vectors;
    let here = (item / batch.vectors) * pitch + v;
    let q = tile(program[at + 1u] + here);
    let d = program[at + 5u] + here;
    let error = mul(mul(k, tile(program[at + 6u] + v)), sub(q, tile(program[at + 2u] + here)));
    let slope = mul(q, sub(vec4f(1.0), q));
    let head = tile(d);
    set_tile(d, select(error + mul(head, slope), mul(error + head, slope), squared));
  }
}

/** a, labels, d, weights, terms: one logit a row; p in place of a, da = k w (p - y); terms of the loss and of right rows. */
fn sigmoid_loss(at: u32, id: u32, batch: Batch) {
  let measured = lanes[batch.lane].measured == 1u;
  let k = mul(share(batch), vec4f(lanes[batch.lane].prediction));
  for (var v = id; v < batch.vectors; v += SIZE) {
    let a = tile(program[at + 1u] + v);
    let y = tile(program[at + 2u] + v);
    let w = tile(program[at + 4u] + v);
    let e = exponential_of_minus_abs(a);
    if (measured) {
      let loss = add(sub(relu(a), mul(a, y)), logarithm(add(vec4f(1.0), e)));
      let yes = (a >= vec4f()) & (y == vec4f(1.0));
      let no = (a < vec4f()) & (y == vec4f());
      set_terms(program[at + 5u] + v, loss * w, (yes | no) & valid(v, batch));
    }
    let p = sigmoid_from(e, a);
    set_tile(program[at + 1u] + v, p);
    set_tile(program[at + 3u] + v, mul(mul(k, w), sub(p, y)));
  }
}

fn set_terms(at: u32, loss: vec4f, right: vec4<bool>) {
  set_tile(at, loss);
  set_tile(at + pitch, select(vec4f(), vec4f(1.0), right));
}

/** a, classes, labels, d, weights, terms: K logits a row; p_k in place of a_k, da = k w (p - onehot(y)). The first of the largest wins. */
fn softmax_loss(at: u32, id: u32, batch: Batch) {
  let a = program[at + 1u];
  let classes = program[at + 2u];
  let k = mul(share(batch), vec4f(lanes[batch.lane].prediction));
  for (var v = id; v < batch.vectors; v += SIZE) {
    let y = tile(program[at + 3u] + v);
    let w = tile(program[at + 5u] + v);
    var largest = tile(a + v);
    var winner = vec4f();
    var own = vec4f();
    for (var c = 0u; c < classes; c++) {
      let logit = tile(a + c * pitch + v);
      let more = logit > largest;
      largest = select(largest, logit, more);
      winner = select(winner, vec4f(f32(c)), more);
      own = select(own, logit, vec4f(f32(c)) == y);
    }
    var sum = vec4f();
    for (var c = 0u; c < classes; c++) {
      let e = exponential(sub(tile(a + c * pitch + v), largest));
      set_tile(a + c * pitch + v, e);
      sum += e;
    }
    let scale = divide(vec4f(1.0), sum);
    let gradient = mul(k, w);
    for (var c = 0u; c < classes; c++) {
      let p = mul(tile(a + c * pitch + v), scale);
      set_tile(a + c * pitch + v, p);
      let hot = select(vec4f(), vec4f(1.0), vec4f(f32(c)) == y);
      set_tile(program[at + 4u] + c * pitch + v, mul(gradient, sub(p, hot)));
    }
    let loss = mul(w, sub(add(largest, logarithm(sum)), own));
    set_terms(program[at + 6u] + v, loss, (winner == y) & valid(v, batch));
  }
}
