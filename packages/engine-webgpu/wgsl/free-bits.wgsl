// Latent coordinates that are within their free bits.

/**
 * latent, size, terms, bits, quantities: the factors that `reparametrise` left of mu and s become 0 where the KL of a batch, half
 * the sum of its terms, is below `bits` times its rows. As in the SIMD engine, what is compared is by how much the sum of a
 * whole pass, in f64, rose.
 */
fn free_bits(at: u32, id: u32, batch: Batch) {
  let latents = program[at + 2u];
  let lane = &lanes[batch.lane];
  // Behind what a lane leaves of its batches.
  let sums = (*lane).sums + (((*lane).count + settings.batch_size - 1u) / settings.batch_size) * program[at + 5u];
  let least = double_product(program[at + 4u], batch.rows);
  for (var j = id; j < latents; j += SIZE) {
    var sum = vec4f();
    for (var v = 0u; v < batch.vectors; v++) {
      sum += tile(program[at + 3u] + j * pitch + v);
    }
    var before = vec2u();
    if (batch.step > 0u) {
      before = kept_double(sums + 4u * j);
    }
    let now = double_sum(before, half_as_double(sum_of(sum)));
    keep_double(sums + 4u * j, now);
    if (double_less(double_sum(now, before ^ vec2u(0u, SIGN)), least)) {
      let mu = program[at + 1u] + j * pitch;
      let s = mu + latents * pitch;
      for (var v = 0u; v < batch.vectors; v++) {
        set_tile(mu + v, vec4f());
        set_tile(s + v, vec4f());
      }
    }
  }
}

/** In `out`, until the next step, which may be another dispatch's: as four numbers of 16 bits, since a driver may alter what is no float. */
fn keep_double(at: u32, x: vec2u) {
  out[at] = f32(x.x & 0xffffu);
  out[at + 1u] = f32(x.x >> 16u);
  out[at + 2u] = f32(x.y & 0xffffu);
  out[at + 3u] = f32(x.y >> 16u);
}

fn kept_double(at: u32) -> vec2u {
  return vec2u(u32(out[at]) | (u32(out[at + 1u]) << 16u), u32(out[at + 2u]) | (u32(out[at + 3u]) << 16u));
}
