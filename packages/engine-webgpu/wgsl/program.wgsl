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
    let batch = Batch(lane, step, first, rows, ((rows + 7u) / 8u) * 2u);
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

fn execute(at: u32, id: u32, batch: Batch) {
  switch program[at] {
    case LOAD: { load(at, id, batch); }
    case COPY: { copy(at, id, batch); }
    case ZERO: { clear(at, id, batch); }
    case ONE_HOT: { one_hot(at, id, batch); }
    case DENSE: { dense(at, id, batch); }
    case INPUT_GRADIENT: { input_gradient(at, id, batch); }
    case WEIGHT_GRADIENT: { weight_gradient(at, id, batch); }
    case ROW_LOGITS: { row_logits(at, id, batch); }
    case ROW_GRADIENT: { row_gradient(at, id, batch); }
    case NORMALS: { normals(at, id, batch); }
    case DROPOUT: { dropout(at, id, batch); }
    case REPARAMETRISE: { reparametrise(at, id, batch); }
    case LATENT_GRADIENT: { latent_gradient(at, id, batch); }
    case RECONSTRUCT: { reconstruct(at, id, batch); }
    case RECONSTRUCTION_LOSS: { reconstruction_loss(at, id, batch); }
    case RECONSTRUCTION_GRADIENT: { reconstruction_gradient(at, id, batch); }
    case SIGMOID_LOSS: { sigmoid_loss(at, id, batch); }
    case SOFTMAX_LOSS: { softmax_loss(at, id, batch); }
    case RMSPROP: { rmsprop(id, batch); }
    case ADAM: { adam(id, batch); }
    case SUMS: { if (lanes[batch.lane].measured == 1u) { sums(at, id, batch); } }
    case SCATTER: { scatter(at, id, batch); }
    case TELL: { tell(at, id, batch); }
    default: {}
  }
}
