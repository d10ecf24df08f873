// Optimizers; formulas and constants in core's model/optimizer.ts. Four parameters at a time, each for itself.

const EPSILON = 1e-7;
/** Below it the running means of a dead unit are kept from the subnormal numbers. */
const TINY = 1e-30;

fn four(at: u32) -> vec4f {
  return vec4f(state[at], state[at + 1u], state[at + 2u], state[at + 3u]);
}

fn set_four(at: u32, value: vec4f) {
  state[at] = value.x;
  state[at + 1u] = value.y;
  state[at + 2u] = value.z;
  state[at + 3u] = value.w;
}

/** v <- rho v + (1 - rho) g^2;  w <- w - lr g / sqrt(v + eps) */
fn rmsprop(id: u32, batch: Batch) {
  let rate = vec4f(lanes[batch.lane].rate);
  for (var i = id * 4u; i < size; i += SIZE * 4u) {
    let g = vec4f(model(size + i), model(size + i + 1u), model(size + i + 2u), model(size + i + 3u));
    let v = state_at + 2u * size + i;
    let mean = add(mul(vec4f(0.9), four(v)), mul(mul(vec4f(0.1), g), g));
    set_four(v, at_least(mean, vec4f(TINY)));
    move_by(i, divide(mul(rate, g), root(add(mean, vec4f(EPSILON)))));
  }
}

/** m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;  w <- w - rate m / (sqrt(v) + eps), the rate that of the step. */
fn adam(id: u32, batch: Batch) {
  let rate = vec4f(bitcast<f32>(lists[lanes[batch.lane].rates + batch.step]));
  for (var i = id * 4u; i < size; i += SIZE * 4u) {
    let g = vec4f(model(size + i), model(size + i + 1u), model(size + i + 2u), model(size + i + 3u));
    let v = state_at + 2u * size + i;
    let m = v + size;
    let mean = add(mul(vec4f(0.9), four(m)), mul(vec4f(0.1), g));
    let square = add(mul(vec4f(0.999), four(v)), mul(mul(vec4f(0.001), g), g));
    set_four(m, select(mean, vec4f(), abs(mean) < vec4f(TINY)));
    set_four(v, at_least(square, vec4f(TINY)));
    move_by(i, divide(mul(rate, mean), add(root(square), vec4f(EPSILON))));
  }
}

fn move_by(at: u32, move_of: vec4f) {
  for (var k = 0u; k < 4u; k++) {
    set_model(at + k, model(at + k) - move_of[k]);
  }
}
