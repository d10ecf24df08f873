// Noise, the latent layer, and dropout.

/** to, rows, purpose: standard normals. */
fn normals(at: u32, id: u32, batch: Batch) {
  let to = program[at + 1u];
  let chunks = (program[at + 2u] * noise_pitch + 3u) / 4u;
  let lane = &lanes[batch.lane];
  for (var chunk = id; chunk < chunks; chunk += SIZE) {
    let words = chunk_words(chunk, batch.number, (*lane).round, program[at + 3u], (*lane).seed);
    let first = box_muller(words[0], words[1]);
    let second = box_muller(words[2], words[3]);
    set_tile(to + chunk * 4u, first[0]);
    set_tile(to + chunk * 4u + 1u, first[1]);
    set_tile(to + chunk * 4u + 2u, second[0]);
    set_tile(to + chunk * 4u + 3u, second[1]);
  }
}

/**
 * h, units, purpose, through, threshold, scale: h[o, b] is 0 where its word is below the threshold, else times the scale: those
 * of the lane where `through` is 2.
 */
fn dropout(at: u32, id: u32, batch: Batch) {
  let h = program[at + 1u];
  let units = program[at + 2u];
  let lane = &lanes[batch.lane];
  let vectors = units * noise_pitch;
  let of_lane = program[at + 4u] == 2u;
  let threshold = select(program[at + 5u], (*lane).threshold, of_lane);
  let scale = select(bitcast<f32>(program[at + 6u]), (*lane).scale, of_lane);
  for (var chunk = id; chunk < (vectors + 3u) / 4u; chunk += SIZE) {
    let words = chunk_words(chunk, batch.number, (*lane).round, program[at + 3u], (*lane).seed);
    for (var k = 0u; k < 4u; k++) {
      let element = chunk * 4u + k;
      if (element < vectors) {
        let to = h + (element / noise_pitch) * pitch + element % noise_pitch;
        let kept = words[k] >= vec4u(threshold);
        set_tile(to, select(vec4f(), tile(to) * vec4f(scale), kept));
      }
    }
  }
}

/** The vector of four rows of the batch in a row of noise. Beyond the noise of a batch are no rows. */
fn noise_at(noise: u32, row: u32, v: u32) -> vec4f {
  return tile(noise + row * noise_pitch + min(v, noise_pitch - 1u));
}

/**
 * latent, size, eps, z, spread, terms, weights, always: z = mu + e^(s/2) eps, and the terms of KL_j, w (mu^2 + e^s - s - 1), where
 * a pass is measured or always.
 * Leaves for the way back: `spread` = e^(s/2) eps / 2, w (e^s - 1) / 2 in place of s, and w mu in place of mu.
 */
fn reparametrise(at: u32, id: u32, batch: Batch) {
  let latent = program[at + 1u];
  let latents = program[at + 2u];
  let measured = lanes[batch.lane].measured == 1u || program[at + 8u] == 1u;
  for (var item = id; item < latents * batch.vectors; item += SIZE) {
    let v = item % batch.vectors;
    let row = (item / batch.vectors) * pitch + v;
    let mu = latent + row;
    let s = mu + latents * pitch;
    let m = tile(mu);
    let t = tile(s);
    let w = tile(program[at + 7u] + v);
    let sigma = exponential(t * vec4f(0.5));
    let noise = mul(sigma, noise_at(program[at + 3u], item / batch.vectors, v));
    let excess = sub(mul(sigma, sigma), vec4f(1.0));
    if (measured) {
      set_tile(program[at + 6u] + row, mul(w, sub(add(mul(m, m), excess), t)));
    }
    set_tile(program[at + 4u] + row, m + noise);
    set_tile(program[at + 5u] + row, noise * vec4f(0.5));
    set_tile(mu, w * m);
    set_tile(s, mul(w * vec4f(0.5), excess));
  }
}

/** latent, size, spread, dz: dmu = dz + k w mu, ds = dz e^(s/2) eps / 2 + k w (e^s - 1) / 2, where the factors were left. */
fn latent_gradient(at: u32, id: u32, batch: Batch) {
  let latents = program[at + 2u];
  let k = mul(share(batch), vec4f(lanes[batch.lane].kl));
  for (var item = id; item < latents * batch.vectors; item += SIZE) {
    let row = (item / batch.vectors) * pitch + item % batch.vectors;
    let mu = program[at + 1u] + row;
    let s = mu + latents * pitch;
    let d = tile(program[at + 4u] + row);
    set_tile(mu, d + mul(k, tile(mu)));
    set_tile(s, mul(d, tile(program[at + 3u] + row)) + mul(k, tile(s)));
  }
}
