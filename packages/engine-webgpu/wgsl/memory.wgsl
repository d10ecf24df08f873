// What a workgroup works on. A tile is [rows, batch]: row i holds feature i of the whole batch, four rows of the batch a
// vector, `pitch` vectors a row. Offsets of tiles are in vectors, those of parameters in floats.

struct Settings {
  /** 0: see `keep`. */
  zero: u32,
  /** The program, in words. */
  start: u32,
  end: u32,
  batch_size: u32,
  pitch: u32,
  /** Vectors of a row of noise: the batch size rounded up. */
  noise_pitch: u32,
  /** Parameters of a network. */
  size: u32,
}

struct Lane {
  /** Offsets in `state`, `tiles`, `lists` and `out`. */
  state: u32,
  tiles: u32,
  list: u32,
  /** Of the rows' weights in `lists`, where there are some. */
  weights: u32,
  weighted: u32,
  sums: u32,
  rows_out: u32,
  /** Rows of the list; the steps of them to be taken now. */
  count: u32,
  first: u32,
  last: u32,
  seed: vec2u,
  round: u32,
  measured: u32,
  /** In `lists`, a learning rate for each step, where `rate` is none. */
  rates: u32,
  rate: f32,
  reconstruction: f32,
  kl: f32,
  prediction: f32,
  /** Units whose word is below are dropped, others scaled. */
  threshold: u32,
  scale: f32,
  /** The number of step 0, by which its noise is drawn. */
  step: u32,
}

@group(0) @binding(0) var<uniform> settings: Settings;
@group(0) @binding(1) var<storage, read> program: array<u32>;
@group(0) @binding(2) var<storage, read> lanes: array<Lane>;
/** Rows of all data sets: features, the label, zeros up to whole vectors. */
@group(0) @binding(3) var<storage, read> rows: array<vec4f>;
/** Of each lane, where the rows of a pass lie in `rows`, in their order; then their weights; then learning rates. */
@group(0) @binding(4) var<storage, read> lists: array<u32>;
/** Of each lane: parameters, their gradient, and the optimizer's two means. */
@group(0) @binding(5) var<storage, read_write> state: array<f32>;
@group(0) @binding(6) var<storage, read_write> tiles: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> out: array<f32>;

override SIZE: u32;
/** Whether tiles, or parameters and their gradient, lie in the workgroup's memory. */
override TILES_WITHIN: bool;
override MODEL_WITHIN: bool;
override TILE_VECTORS: u32;
override MODEL_FLOATS: u32;

var<workgroup> own_tiles: array<vec4f, TILE_VECTORS>;
var<workgroup> own_model: array<f32, MODEL_FLOATS>;
/** What every instruction needs, read once. */
var<private> tiles_at: u32;
var<private> state_at: u32;
var<private> pitch: u32;
var<private> noise_pitch: u32;
/** Parameters of the network. */
var<private> size: u32;

fn tile(at: u32) -> vec4f {
  if (TILES_WITHIN) {
    return own_tiles[at];
  }
  return tiles[tiles_at + at];
}

fn set_tile(at: u32, value: vec4f) {
  if (TILES_WITHIN) {
    own_tiles[at] = value;
  } else {
    tiles[tiles_at + at] = value;
  }
}

/** A parameter, or from `size` on its gradient. */
fn model(at: u32) -> f32 {
  if (MODEL_WITHIN) {
    return own_model[at];
  }
  return state[state_at + at];
}

fn set_model(at: u32, value: f32) {
  if (MODEL_WITHIN) {
    own_model[at] = value;
  } else {
    state[state_at + at] = value;
  }
}

/** A batch of a lane's rows. */
struct Batch {
  lane: u32,
  step: u32,
  /** By which its noise is drawn. */
  number: u32,
  /** Its first row in the list. */
  first: u32,
  rows: u32,
  /** Vectors that hold them, an even number. What lies beyond the rows has weight 0. */
  vectors: u32,
}

/** Of the four rows of a vector, those that there are. */
fn valid(v: u32, batch: Batch) -> vec4<bool> {
  return vec4u(v * 4u) + vec4u(0, 1, 2, 3) < vec4u(batch.rows);
}

/** What a mean over the batch multiplies a row by. */
fn share(batch: Batch) -> vec4f {
  return divide(vec4f(1.0), vec4f(f32(batch.rows)));
}
