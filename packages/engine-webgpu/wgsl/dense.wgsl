// Dense layers. The order of every sum is that of the SIMD engine: over inputs or outputs one after the other, over the batch
// vector by vector and then across the four lanes.

/** x, inputs, w, outputs, y, rectified: y[o, b] = bias[o] + sum_i W[i, o] x[i, b], of a relu at least 0. */
fn dense(at: u32, id: u32, batch: Batch) {
  let x = program[at + 1u];
  let inputs = program[at + 2u];
  let w = program[at + 3u];
  let outputs = program[at + 4u];
  let y = program[at + 5u];
  let rectified = program[at + 6u] == 1u;
  let bias = w + inputs * outputs;
  let pairs = (outputs + 1u) / 2u;
  for (var item = id; item < batch.vectors * pairs; item += SIZE) {
    let v = item % batch.vectors;
    let o = (item / batch.vectors) * 2u;
    // Of an odd number the last is made twice.
    let p = min(o + 1u, outputs - 1u);
    var first = vec4f(model(bias + o));
    var second = vec4f(model(bias + p));
    for (var i = 0u; i < inputs; i++) {
      let value = tile(x + i * pitch + v);
      first += mul(value, vec4f(model(w + i * outputs + o)));
      second += mul(value, vec4f(model(w + i * outputs + p)));
    }
    if (rectified) {
      first = relu(first);
      second = relu(second);
    }
    set_tile(y + o * pitch + v, first);
    set_tile(y + p * pitch + v, second);
  }
}

/**
 * dy, outputs, w, inputs, dx, through, scale: dx[i, b] = sum_o W[i, o] dy[o, b]. `through`: 1 where dx lies over what a relu made,
 * through which it goes back, and layers of dropout that scaled what they kept; 2 through what the lane drops instead.
 */
fn input_gradient(at: u32, id: u32, batch: Batch) {
  let dy = program[at + 1u];
  let outputs = program[at + 2u];
  let w = program[at + 3u];
  let inputs = program[at + 4u];
  let dx = program[at + 5u];
  let through = program[at + 6u];
  let scale = vec4f(select(bitcast<f32>(program[at + 7u]), lanes[batch.lane].scale, through == 2u));
  let pairs = (inputs + 1u) / 2u;
  for (var item = id; item < batch.vectors * pairs; item += SIZE) {
    let v = item % batch.vectors;
    let i = (item / batch.vectors) * 2u;
    let j = min(i + 1u, inputs - 1u);
    var first = vec4f();
    var second = vec4f();
    for (var o = 0u; o < outputs; o++) {
      let d = tile(dy + o * pitch + v);
      first += mul(d, vec4f(model(w + i * outputs + o)));
      second += mul(d, vec4f(model(w + j * outputs + o)));
    }
    let to = dx + i * pitch + v;
    let other = dx + j * pitch + v;
    if (through > 0u) {
      first = select(vec4f(), first * scale, tile(to) > vec4f());
      second = select(vec4f(), second * scale, tile(other) > vec4f());
    }
    // Of an odd number the last lies in one place: written once, as it is read before.
    set_tile(to, first);
    if (j != i) {
      set_tile(other, second);
    }
  }
}

/** x, inputs, dy, outputs, g: dW[i, o] = sum_b x[i, b] dy[o, b], row-major, then db[o] = sum_b dy[o, b]. */
fn weight_gradient(at: u32, id: u32, batch: Batch) {
  let x = program[at + 1u];
  let inputs = program[at + 2u];
  let dy = program[at + 3u];
  let outputs = program[at + 4u];
  let g = program[at + 5u];
  for (var item = id; item < (inputs + 1u) * outputs; item += SIZE) {
    let source = x + (item / outputs) * pitch;
    let d = dy + (item % outputs) * pitch;
    var sum = vec4f();
    if (item / outputs < inputs) {
      for (var v = 0u; v < batch.vectors; v++) {
        sum += mul(tile(source + v), tile(d + v));
      }
    } else if (inputs % 2u == 1u) {
      for (var v = 0u; v < batch.vectors; v++) {
        sum += tile(d + v);
      }
    } else {
      // Where no odd input is left over, the SIMD engine adds its biases two vectors at a time.
      for (var v = 0u; v < batch.vectors; v += 2u) {
        sum += keep(tile(d + v) + tile(d + v + 1u));
      }
    }
    set_model(g + item, sum_of(sum));
  }
}

/** x, inputs, w, a: one output of whole rows, four inputs side by side: the whole of logistic regression but for the loss. */
fn row_logits(at: u32, id: u32, batch: Batch) {
  let x = program[at + 1u];
  let inputs = program[at + 2u];
  let w = program[at + 3u];
  for (var v = id; v < batch.vectors; v += SIZE) {
    // Not an array: SwiftShader keeps what one in a loop held the turn before.
    var a = vec4f();
    var b = vec4f();
    var c = vec4f();
    var d = vec4f();
    for (var i = 0u; i < inputs; i++) {
      let product = mul(vec4f(model(w + i)), tile(x + i * pitch + v));
      switch i % 4u {
        case 0u: { a += product; }
        case 1u: { b += product; }
        case 2u: { c += product; }
        default: { d += product; }
      }
    }
    let whole = keep(keep(a + c) + keep(b + d));
    set_tile(program[at + 4u] + v, whole + vec4f(model(w + inputs)));
  }
}

/** x, inputs, d, g: dw = sum_b d[b] x[b], four rows at a time, d bias = sum_b d[b]. */
fn row_gradient(at: u32, id: u32, batch: Batch) {
  let x = program[at + 1u];
  let inputs = program[at + 2u];
  let d = program[at + 3u];
  let g = program[at + 4u];
  for (var i = id; i <= inputs; i += SIZE) {
    if (i == inputs) {
      var lanes_of = vec4f();
      for (var v = 0u; v < batch.vectors; v++) {
        lanes_of += tile(d + v);
      }
      set_model(g + i, sum_of(lanes_of));
      continue;
    }
    var sum = vec4f();
    for (var v = 0u; v < batch.vectors; v++) {
      let p = mul(tile(d + v), tile(x + i * pitch + v));
      let pairs = keep(p + p.yxwz);
      sum += keep(pairs + pairs.zwxy);
    }
    set_model(g + i, sum.x);
  }
}
