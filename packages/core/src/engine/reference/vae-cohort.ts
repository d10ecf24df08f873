import { rowsFrom } from '../../dataset/rows.ts';
import type { VaeNetwork } from '../../model/network.ts';
import { vaeParts } from '../../model/parts.ts';
import { Purpose } from '../../random/stream.ts';
import { checkParameters, eachLane } from '../lanes.ts';
import type {
  CohortShape,
  EvaluateInput,
  FitInput,
  GenerateInput,
  VaeCohort,
  VaeEvaluation,
  VaeLane,
  VaeLosses,
} from '../port.ts';
import { laneAt, type Trained, trainedLanes } from './cohort.ts';
import { meanLosses, vaeLossAndGradient, vaeRowLosses } from './gradient.ts';
import { batchDraws, batchEps, batchKeep, noDropout } from './noise.ts';
import { generateAll } from './output.ts';
import { batches, fitPasses } from './passes.ts';
import { gather } from './rows.ts';
import { klPerLatent, type Vae, type VaeRow, vaeForward } from './vae.ts';

const LOSSES = ['loss', 'reconstruction', 'kl', 'prediction', 'accuracy'] as const;

/** What the lanes have in common. */
type Made = CohortShape<VaeNetwork> & Vae;

type Lane = Trained<VaeLane>;

export function createVaeCohort(shape: CohortShape<VaeNetwork>, given: readonly VaeLane[]): VaeCohort {
  const made: Made = { ...shape, parts: vaeParts(shape.network) };
  const lanes = trainedLanes(given, made.parts.size, shape.optimizer);
  return {
    fit: (inputs) => eachLane(lanes.length, inputs, (input, k) => fit(made, lanes[k]!, input)),
    evaluate: (inputs) => eachLane(lanes.length, inputs, (input, k) => evaluate(made, lanes[k]!, input)),
    generate: (inputs) => eachLane(lanes.length, inputs, (input, k) => generate(made, lanes[k]!, input)),
    parameters: (lane) => Float32Array.from(laneAt(lanes, lane).w),
    setParameters(lane, parameters) {
      checkParameters(parameters, made.parts.size);
      laneAt(lanes, lane).w.set(parameters);
    },
    free() {},
  };
}

function fit(vae: Made, lane: Lane, input: FitInput): VaeLosses {
  const { network, parts, batchSize } = vae;
  const losses = fitPasses(input, batchSize, lane.seed, Purpose.vaeShuffle, (batch, round, step) => {
    const place = { seed: lane.seed, round, step, batchSize };
    const eps = batchEps(network.latentSize, Purpose.vaeNoise, place);
    const keep = batchKeep(parts.encoder, lane.dropout, Purpose.vaeDropout, place);
    const rows = Array.from(batch, (number, b) => ({
      ...gather(input.sources, number),
      weight: input.weights?.[number] ?? 1,
      eps: eps(b),
      keep: keep(b),
    }));
    const warmth = network.klWarmup === 0 ? 1 : Math.min(1, round / network.klWarmup);
    const gradient = vaeLossAndGradient(vae, lane.w, rows, lane.lossWeights, warmth);
    lane.step(lane.w, gradient.dw);
    return gradient.losses;
  });
  return meanLosses(LOSSES, losses.flat());
}

/** The rows `order` with the noise of `purpose`, without dropout or weights. */
function sampledRows(
  { network, parts, batchSize }: Made,
  lane: Lane,
  { sources, order, round, step = 0 }: Pick<GenerateInput, 'sources' | 'order' | 'round' | 'step'>,
  purpose: number,
): VaeRow[] {
  const keep = noDropout(parts.encoder)();
  return batches(order, batchSize).flatMap((batch, i) => {
    const place = { seed: lane.seed, round, step: step + i, batchSize };
    const eps = batchEps(network.latentSize, purpose, place);
    return Array.from(batch, (number, b) => ({ ...gather(sources, number), weight: 1, eps: eps(b), keep }));
  });
}

function evaluate(vae: Made, lane: Lane, input: EvaluateInput): VaeEvaluation {
  const order = Uint32Array.from({ length: input.count }, (_, row) => row);
  const { source, round } = input;
  const rows = sampledRows(vae, lane, { sources: [source], order, round }, Purpose.evaluateNoise);
  const kl = new Float64Array(vae.network.latentSize);
  const losses = rows.map((row) => {
    const at = vaeForward(vae, lane.w, row);
    klPerLatent(at).forEach((value, j) => {
      kl[j]! += value;
    });
    return vaeRowLosses(vae.network, row, at, lane.lossWeights);
  });
  return { ...meanLosses(LOSSES, losses), klPerLatent: kl.map((sum) => sum / rows.length) };
}

function generate(vae: Made, lane: Lane, input: GenerateInput): Float32Array {
  const { round, step = 0, into, at: start } = input;
  const { network, batchSize } = vae;
  const rows = sampledRows(vae, lane, input, Purpose.generateNoise);
  const outputs = rows.map((row) => vaeForward(vae, lane.w, row, network.conditional));
  const features = batches(rowsFrom(0, rows.length), batchSize).flatMap((batch, i) => {
    const draws = batchDraws(network.outputs, { seed: lane.seed, round, step: step + i, batchSize });
    return Array.from(batch, (number, b) => {
      const { a, reconstruction } = outputs[number]!;
      return generateAll(network.outputs, rows[number]!.x, a, reconstruction, draws(b));
    });
  });
  into.write(
    start,
    Float32Array.from(features.flatMap((row) => [...row])),
    Uint8Array.from(rows, (row) => row.y),
  );
  return Float32Array.from(outputs.flatMap((at) => [...at.head.p]));
}
