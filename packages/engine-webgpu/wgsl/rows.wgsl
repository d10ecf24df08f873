// From rows to tiles and back.

fn row_at(list: u32, batch: Batch, b: u32) -> u32 {
  return lists[list + batch.first + b];
}

/** chunks, x, weights: the rows of the batch -> tile [4 chunks, batch], and their weights. */
fn load(at: u32, id: u32, batch: Batch) {
  let chunks = program[at + 1u];
  let x = program[at + 2u];
  let weights = program[at + 3u];
  let list = lanes[batch.lane].list;
  for (var item = id; item < batch.vectors * (chunks + 1u); item += SIZE) {
    let v = item % batch.vectors;
    let chunk = item / batch.vectors;
    if (chunk == chunks) {
      set_tile(weights + v, row_weights(v, batch));
      continue;
    }
    let b = v * 4u;
    let four = transpose(mat4x4f(
      rows[row_at(list, batch, b) + chunk],
      rows[row_at(list, batch, b + 1u) + chunk],
      rows[row_at(list, batch, b + 2u) + chunk],
      rows[row_at(list, batch, b + 3u) + chunk],
    ));
    let to = x + chunk * 4u * pitch + v;
    set_tile(to, four[0]);
    set_tile(to + pitch, four[1]);
    set_tile(to + 2u * pitch, four[2]);
    set_tile(to + 3u * pitch, four[3]);
  }
}

fn row_weights(v: u32, batch: Batch) -> vec4f {
  var w = vec4f(1.0);
  if (lanes[batch.lane].weighted == 1u) {
    let source = lanes[batch.lane].weights + batch.first + v * 4u;
    w = bitcast<vec4f>(vec4u(lists[source], lists[source + 1u], lists[source + 2u], lists[source + 3u]));
  }
  return select(vec4f(), w, valid(v, batch));
}

/** to, from, count: copies rows of tiles. */
fn copy(at: u32, id: u32, batch: Batch) {
  let to = program[at + 1u];
  let source = program[at + 2u];
  for (var item = id; item < batch.vectors * program[at + 3u]; item += SIZE) {
    let here = (item / batch.vectors) * pitch + item % batch.vectors;
    set_tile(to + here, tile(source + here));
  }
}

/** to, count: zeros in so many rows. */
fn clear(at: u32, id: u32, batch: Batch) {
  for (var item = id; item < batch.vectors * program[at + 2u]; item += SIZE) {
    set_tile(program[at + 1u] + (item / batch.vectors) * pitch + item % batch.vectors, vec4f());
  }
}

/** labels, classes, to: row k is 1 where the label is k, else 0. */
fn one_hot(at: u32, id: u32, batch: Batch) {
  for (var item = id; item < batch.vectors * program[at + 2u]; item += SIZE) {
    let v = item % batch.vectors;
    let k = item / batch.vectors;
    let own = tile(program[at + 1u] + v) == vec4f(f32(k));
    set_tile(program[at + 3u] + k * pitch + v, select(vec4f(), vec4f(1.0), own));
  }
}

/** tile, width: [width, batch] -> rows that follow each other, from the batch's first on. */
fn scatter(at: u32, id: u32, batch: Batch) {
  let source = program[at + 1u];
  let width = program[at + 2u];
  let to = lanes[batch.lane].rows_out + batch.first * width;
  for (var item = id; item < batch.rows * width; item += SIZE) {
    let b = item / width;
    out[to + item] = tile(source + (item % width) * pitch + b / 4u)[b % 4u];
  }
}

/** p, outputs: probabilities [outputs, batch] -> [rows, outputs]. */
fn tell(at: u32, id: u32, batch: Batch) {
  let source = program[at + 1u];
  let outputs = program[at + 2u];
  let to = lanes[batch.lane].sums + batch.first * outputs;
  for (var item = id; item < batch.rows * outputs; item += SIZE) {
    let b = item / outputs;
    out[to + item] = tile(source + (item % outputs) * pitch + b / 4u)[b % 4u];
  }
}

/**
 * terms, rows, count, first, quantities: sums over the batch, lane by lane and then across, over so many rows of terms each. They
 * are a batch's quantities from the first on.
 */
fn sums(at: u32, id: u32, batch: Batch) {
  let rows = program[at + 2u];
  let to = lanes[batch.lane].sums + batch.step * program[at + 5u] + program[at + 4u];
  for (var q = id; q < program[at + 3u]; q += SIZE) {
    let terms = program[at + 1u] + q * rows * pitch;
    var sum = vec4f();
    for (var row = 0u; row < rows; row++) {
      for (var v = 0u; v < batch.vectors; v++) {
        sum += tile(terms + row * pitch + v);
      }
    }
    out[to + q] = sum_of(sum);
  }
}
