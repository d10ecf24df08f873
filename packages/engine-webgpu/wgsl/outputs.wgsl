// What decoders of tables make of features, by kinds of columns: losses, gradients with respect to logits, draws. Of yes or no,
// loss.wgsl has the loss. Where a pass is measured they leave w_b loss_b of each row as terms.

/**
 * a, b, features, x, slope, terms, weights, edge, least: numbers whose logits are normal, ((t - a)^2 / v + ln v) / 2 each, where
 * t = ln(x / (1 - x)) of x held within [edge, 1 - edge], and v = e^b + least. Leaves for the way back: slope = (a - t) / v,
 * and (1 - (a - t)^2 / v) e^b / (2 v) in place of b.
 */
fn logit_normal(at: u32, id: u32, batch: Batch) {
  let low = vec4f(bitcast<f32>(program[at + 8u]));
  let high = sub(vec4f(1.0), low);
  let least = vec4f(bitcast<f32>(program[at + 9u]));
  let measured = lanes[batch.lane].measured == 1u;
  for (var item = id; item < program[at + 3u] * batch.vectors; item += SIZE) {
    let v = item % batch.vectors;
    let here = (item / batch.vectors) * pitch + v;
    let lifted = at_least(tile(program[at + 4u] + here), low);
    let inside = select(lifted, high, high < lifted);
    let target_logit = logarithm(divide(inside, sub(vec4f(1.0), inside)));
    let e = exponential(tile(program[at + 2u] + here));
    let variance = add(e, least);
    let error = sub(tile(program[at + 1u] + here), target_logit);
    let slope = divide(error, variance);
    let square = mul(error, slope);
    set_tile(program[at + 5u] + here, slope);
    set_tile(program[at + 2u] + here, mul(mul(vec4f(0.5), sub(vec4f(1.0), square)), divide(e, variance)));
    if (measured) {
      let loss = mul(vec4f(0.5), add(square, logarithm(variance)));
      set_tile(program[at + 6u] + here, loss * tile(program[at + 7u] + v));
    }
  }
}

/** x^, slope, features, d, b, weights: da = k w slope + dx^ x^ (1 - x^) in place of dx^; db = k w times what stands in its place. */
fn logit_normal_gradient(at: u32, id: u32, batch: Batch) {
  let k = mul(share(batch), vec4f(lanes[batch.lane].reconstruction));
  for (var item = id; item < program[at + 3u] * batch.vectors; item += SIZE) {
    let v = item % batch.vectors;
    let here = (item / batch.vectors) * pitch + v;
    let q = tile(program[at + 1u] + here);
    let d = program[at + 4u] + here;
    let b = program[at + 5u] + here;
    let scale = mul(k, tile(program[at + 6u] + v));
    let through = mul(tile(d), mul(q, sub(vec4f(1.0), q)));
    set_tile(d, mul(scale, tile(program[at + 2u] + here)) + through);
    set_tile(b, scale * tile(b));
  }
}

/** a, levels, x^, x, terms, weights: a category, x^ = softmax(a); sum_k x_k (ln(sum_l e^a_l) - a_k), nothing where all of x is 0. */
fn category(at: u32, id: u32, batch: Batch) {
  let a = program[at + 1u];
  let levels = program[at + 2u];
  let p = program[at + 3u];
  for (var v = id; v < batch.vectors; v += SIZE) {
    var largest = tile(a + v);
    for (var c = 1u; c < levels; c++) {
      largest = at_least(largest, tile(a + c * pitch + v));
    }
    var sum = vec4f();
    for (var c = 0u; c < levels; c++) {
      let e = exponential(sub(tile(a + c * pitch + v), largest));
      set_tile(p + c * pitch + v, e);
      sum += e;
    }
    let scale = divide(vec4f(1.0), sum);
    var mass = vec4f();
    var own = vec4f();
    for (var c = 0u; c < levels; c++) {
      let here = c * pitch + v;
      let wanted = tile(program[at + 4u] + here);
      set_tile(p + here, tile(p + here) * scale);
      mass += wanted;
      own += mul(wanted, tile(a + here));
    }
    if (lanes[batch.lane].measured == 1u) {
      let loss = sub(mul(mass, add(largest, logarithm(sum))), keep(own));
      set_tile(program[at + 5u] + v, loss * tile(program[at + 6u] + v));
    }
  }
}

/** x^, x, levels, d, weights: da_k = k w (x^_k sum_l x_l - x_k) + x^_k (dx^_k - sum_l dx^_l x^_l), in place of dx^. */
fn category_gradient(at: u32, id: u32, batch: Batch) {
  let p = program[at + 1u];
  let x = program[at + 2u];
  let levels = program[at + 3u];
  let d = program[at + 4u];
  let k = mul(share(batch), vec4f(lanes[batch.lane].reconstruction));
  for (var v = id; v < batch.vectors; v += SIZE) {
    var mass = vec4f();
    var mean = vec4f();
    for (var c = 0u; c < levels; c++) {
      let here = c * pitch + v;
      mass += tile(x + here);
      mean += mul(tile(d + here), tile(p + here));
    }
    let scale = mul(k, tile(program[at + 5u] + v));
    for (var c = 0u; c < levels; c++) {
      let here = c * pitch + v;
      let q = tile(p + here);
      let error = sub(mul(mass, q), tile(x + here));
      let through = mul(q, sub(tile(d + here), keep(mean)));
      set_tile(d + here, mul(scale, error) + through);
    }
  }
}

/** to, rows, purpose: uniform on [0, 1), by the upper 24 bits of random words. */
fn uniforms(at: u32, id: u32, batch: Batch) {
  let to = program[at + 1u];
  let chunks = (program[at + 2u] * noise_pitch + 3u) / 4u;
  let lane = &lanes[batch.lane];
  for (var chunk = id; chunk < chunks; chunk += SIZE) {
    let words = chunk_words(chunk, batch.number, (*lane).round, program[at + 3u], (*lane).seed);
    for (var k = 0u; k < 4u; k++) {
      set_tile(to + chunk * 4u + k, vec4f(vec4i(words[k] >> vec4u(8))) * vec4f(5.9604644775390625e-8));
    }
  }
}

/** a, b, features, x^, noise, row, least: numbers, sigmoid(a + sqrt(e^b + least) n), n the noise from its row on, in place of x^. */
fn draw_numbers(at: u32, id: u32, batch: Batch) {
  let least = vec4f(bitcast<f32>(program[at + 7u]));
  for (var item = id; item < program[at + 3u] * batch.vectors; item += SIZE) {
    let v = item % batch.vectors;
    let j = item / batch.vectors;
    let here = j * pitch + v;
    let deviation = root(add(exponential(tile(program[at + 2u] + here)), least));
    let drawn = noise_at(program[at + 5u], program[at + 6u] + j, v);
    let logit = add(tile(program[at + 1u] + here), mul(deviation, drawn));
    set_tile(program[at + 4u] + here, sigmoid_from(exponential_of_minus_abs(logit), logit));
  }
}

/** x^, features, noise, row: yes or no, 1 where u < x^, else 0, in place of x^. */
fn draw_yes(at: u32, id: u32, batch: Batch) {
  for (var item = id; item < program[at + 2u] * batch.vectors; item += SIZE) {
    let v = item % batch.vectors;
    let j = item / batch.vectors;
    let p = program[at + 1u] + j * pitch + v;
    let u = noise_at(program[at + 3u], program[at + 4u] + j, v);
    set_tile(p, select(vec4f(), vec4f(1.0), u < tile(p)));
  }
}

/** x^, levels, noise, row: a category, 1 at the first level whose sum of x^ so far is above u, else at the last; in place of x^. */
fn draw_category(at: u32, id: u32, batch: Batch) {
  let p = program[at + 1u];
  let levels = program[at + 2u];
  for (var v = id; v < batch.vectors; v += SIZE) {
    let u = noise_at(program[at + 3u], program[at + 4u], v);
    var sum = vec4f();
    var done = vec4<bool>();
    for (var c = 0u; c + 1u < levels; c++) {
      let to = p + c * pitch + v;
      sum += tile(to);
      let here = u < sum;
      set_tile(to, select(vec4f(), vec4f(1.0), here & !done));
      done = done | here;
    }
    set_tile(p + (levels - 1u) * pitch + v, select(vec4f(1.0), vec4f(), done));
  }
}

/** As `execute` does, in program.wgsl; FREE_BITS stands in free-bits.wgsl. */
fn execute_tables(at: u32, id: u32, batch: Batch) {
  for (var turn = program[at]; turn == LOGIT_NORMAL; turn = DONE) { logit_normal(at, id, batch); }
  for (var turn = program[at]; turn == LOGIT_NORMAL_GRADIENT; turn = DONE) { logit_normal_gradient(at, id, batch); }
  for (var turn = program[at]; turn == CATEGORY; turn = DONE) { category(at, id, batch); }
  for (var turn = program[at]; turn == CATEGORY_GRADIENT; turn = DONE) { category_gradient(at, id, batch); }
  for (var turn = program[at]; turn == UNIFORMS; turn = DONE) { uniforms(at, id, batch); }
  for (var turn = program[at]; turn == DRAW_NUMBERS; turn = DONE) { draw_numbers(at, id, batch); }
  for (var turn = program[at]; turn == DRAW_YES; turn = DONE) { draw_yes(at, id, batch); }
  for (var turn = program[at]; turn == DRAW_CATEGORY; turn = DONE) { draw_category(at, id, batch); }
  for (var turn = program[at]; turn == FREE_BITS; turn = DONE) { free_bits(at, id, batch); }
}
