// A workgroup trains one lane: it runs the program, an instruction after the other, for batch upon batch. An instruction is an
// operation and its operands, WORDS words; its letters stand beside the operation's function. Its items are shared out to the
// invocations, and none begins the next before all have ended.

@compute @workgroup_size(SIZE)
fn run(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) id: u32) {
  let lane = group.x;
  zero = settings.zero;
  pitch = settings.pitch;
  noise_pitch = settings.noise_pitch;
  size = settings.size;
  tiles_at = lanes[lane].tiles;
  state_at = lanes[lane].state;
  if (MODEL_WITHIN) {
    for (var i = id; i < size; i += SIZE) {
      own_model[i] = state[state_at + i];
    }
    workgroupBarrier();
  }
  for (var step = lanes[lane].first; step < lanes[lane].last; step++) {
    let first = step * settings.batch_size;
    let rows = min(settings.batch_size, lanes[lane].count - first);
    let batch = Batch(lane, step, lanes[lane].step + step, first, rows, ((rows + 7u) / 8u) * 2u);
    for (var at = settings.start; at < settings.end; at += WORDS) {
      execute(at, id, batch);
      storageBarrier();
      workgroupBarrier();
    }
  }
  if (MODEL_WITHIN) {
    for (var i = id; i < size; i += SIZE) {
      state[state_at + i] = own_model[i];
    }
  }
}

/** No operation. */
const DONE = 0xffffu;

/**
 * Loops of one turn in the place of a switch: SwiftShader runs through all branches of one, masked, and over loops that have
 * no turn faster (measured: 0.6 of the time of a step and of compiling).
 */
fn execute(at: u32, id: u32, batch: Batch) {
  for (var turn = program[at]; turn == LOAD; turn = DONE) { load(at, id, batch); }
  for (var turn = program[at]; turn == COPY; turn = DONE) { copy(at, id, batch); }
  for (var turn = program[at]; turn == ZERO; turn = DONE) { clear(at, id, batch); }
  for (var turn = program[at]; turn == ONE_HOT; turn = DONE) { one_hot(at, id, batch); }
  for (var turn = program[at]; turn == DENSE; turn = DONE) { dense(at, id, batch); }
  for (var turn = program[at]; turn == INPUT_GRADIENT; turn = DONE) { input_gradient(at, id, batch); }
  for (var turn = program[at]; turn == WEIGHT_GRADIENT; turn = DONE) { weight_gradient(at, id, batch); }
  for (var turn = program[at]; turn == ROW_LOGITS; turn = DONE) { row_logits(at, id, batch); }
  for (var turn = program[at]; turn == ROW_GRADIENT; turn = DONE) { row_gradient(at, id, batch); }
  for (var turn = program[at]; turn == NORMALS; turn = DONE) { normals(at, id, batch); }
  for (var turn = program[at]; turn == DROPOUT; turn = DONE) { dropout(at, id, batch); }
  for (var turn = program[at]; turn == REPARAMETRISE; turn = DONE) { reparametrise(at, id, batch); }
  for (var turn = program[at]; turn == LATENT_GRADIENT; turn = DONE) { latent_gradient(at, id, batch); }
  for (var turn = program[at]; turn == RECONSTRUCT; turn = DONE) { reconstruct(at, id, batch); }
  for (var turn = program[at]; turn == RECONSTRUCTION_LOSS; turn = DONE) { reconstruction_loss(at, id, batch); }
  for (var turn = program[at]; turn == RECONSTRUCTION_GRADIENT; turn = DONE) { reconstruction_gradient(at, id, batch); }
  for (var turn = program[at]; turn == SIGMOID_LOSS; turn = DONE) { sigmoid_loss(at, id, batch); }
  for (var turn = program[at]; turn == SOFTMAX_LOSS; turn = DONE) { softmax_loss(at, id, batch); }
  for (var turn = program[at]; turn == RMSPROP; turn = DONE) { rmsprop(id, batch); }
  for (var turn = program[at]; turn == ADAM; turn = DONE) { adam(id, batch); }
  for (var turn = program[at]; turn == SUMS; turn = DONE) { if (lanes[batch.lane].measured == 1u) { sums(at, id, batch); } }
  for (var turn = program[at]; turn == SCATTER; turn = DONE) { scatter(at, id, batch); }
  for (var turn = program[at]; turn == TELL; turn = DONE) { tell(at, id, batch); }
  execute_tables(at, id, batch);
}
