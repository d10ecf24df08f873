/** A network's layers by name. Where each has its parameters is said here and nowhere else. */

import { type Dense, denseBetween } from './layer/dense.ts';
import { type Placed, type Shape, unitsOf } from './layer/kind.ts';
import {
  type KindName,
  LAYER_KINDS,
  type Layer,
  type LayerForm,
  type LayerOf,
  type LayerSpec,
} from './layer/kinds.ts';
import {
  type ClassifierNetwork,
  classInputs,
  headOutputs,
  logitsOf,
  type Network,
  type VaeNetwork,
} from './network.ts';

interface Parts<Any extends Layer> {
  /** All of them, in the order of their parameters. */
  readonly layers: readonly Any[];
  /** Parameters of the network. */
  readonly size: number;
}

export interface VaeParts<Any extends Layer = Layer> extends Parts<Any> {
  readonly encoder: readonly Any[];
  readonly mu: Dense;
  readonly logVariance: Dense;
  readonly decoder: readonly Any[];
  /** To the logits of x^. */
  readonly reconstruction: Any;
  /** From x^ on, what the prediction is made of. */
  readonly judging: readonly Any[];
  /** From the last of these, or x^, to the logits of the prediction. */
  readonly head: Dense;
}

export interface ClassifierParts<Any extends Layer = Layer> extends Parts<Any> {
  readonly hidden: readonly Any[];
  /** To the logits of the prediction. */
  readonly head: Dense;
}

/**
 * The parts of a VAE. Its decoder takes z to the shape of the last hidden layer and then each hidden layer back; the
 * last of these steps is the reconstruction, a dense one where the logits are not as many as the encoder's inputs. Throws
 * TypeError where a layer can't be taken back. An engine names the `kinds` of layers that it has and is given no others:
 * throws TypeError where the network has some, with the words of `unsupported`.
 */
export function vaeParts<Kind extends KindName = KindName>(
  network: VaeNetwork,
  kinds?: readonly Kind[],
): VaeParts<LayerOf<Kind>> {
  const { features, shape, hidden, latentSize, outputs, classes } = network;
  const { layers, place } = startLayout();
  const more = classInputs(network);
  const why = unmirrored(hidden);
  if (why !== null) throw new TypeError(why);
  const { forms, last } = stack(shape ?? [features + more], hidden);
  /** A class can't stand beside the pixels of an image: it stands beside what its last hidden layer makes of it. */
  const encoded = shape && more > 0 ? [unitsOf(last) + more] : last;
  const judging = stack(shape ?? [features], network.judging ?? []);
  const latent = [latentSize];
  const wayBack = [denseBetween([latentSize + more], last), ...forms.toReversed().map(backOf)];
  const logits = logitsOf(outputs);
  const mirrored = wayBack.at(-1)!;
  const parts = {
    encoder: forms.map((form, i) => place(`encoder.${i}`, form)),
    mu: place('mu', denseBetween(encoded, latent)),
    logVariance: place('log_variance', denseBetween(encoded, latent)),
    decoder: wayBack.slice(0, -1).map((form, i) => place(`decoder.${i}`, form)),
    reconstruction: place(
      'reconstruction',
      mirrored.outputs === logits ? mirrored : denseBetween(mirrored.from, [logits]),
    ),
    judging: judging.forms.map((form, i) => place(`judging.${i}`, form)),
    head: place('prediction', denseBetween(judging.last, [headOutputs(classes)])),
  };
  const all: VaeParts = { ...parts, layers, size: endOf(parts.head) };
  return only(kinds, all);
}

/** The parts of a classifier; `kinds` as for `vaeParts`. */
export function classifierParts<Kind extends KindName = KindName>(
  { features, shape, hidden, classes }: ClassifierNetwork,
  kinds?: readonly Kind[],
): ClassifierParts<LayerOf<Kind>> {
  const { layers, place } = startLayout();
  const { forms, last } = stack(shape ?? [features], hidden);
  const parts = {
    hidden: forms.map((form, i) => place(`hidden.${i}`, form)),
    head: place('output', denseBetween(last, [headOutputs(classes)])),
  };
  const all: ClassifierParts = { ...parts, layers, size: endOf(parts.head) };
  return only(kinds, all);
}

/** Why an engine that has these kinds of layers can't train a network, in words that follow its name; null where it can. */
export function unsupported(network: Network, kinds: readonly KindName[]): string | null {
  return otherKinds('latentSize' in network ? vaeParts(network) : classifierParts(network), kinds);
}

function only<Known extends Parts<Layer>>(
  kinds: readonly KindName[] | undefined,
  parts: Parts<Layer>,
): Known {
  const others = kinds && otherKinds(parts, kinds);
  if (others) throw new TypeError(`this engine ${others}`);
  return parts as Known;
}

function otherKinds({ layers }: Parts<Layer>, kinds: readonly KindName[]): string | null {
  const others = layers.filter(({ kind }) => !kinds.includes(kind));
  if (others.length === 0) return null;
  const named = others.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  return `has layers of kind ${kinds.join(', ')} only, not those of ${named}`;
}

/** Why no decoder takes layers back, in words; null where one does. */
export function unmirrored(hidden: readonly LayerSpec[]): string | null {
  if (hidden.some(({ kind }) => kind === 'dropout')) return 'no decoder takes dropout back';
  return hidden[0]?.kind === 'pool'
    ? 'an image that is pooled first is not made whole again by what learns'
    : null;
}

function backOf(form: LayerForm): LayerForm {
  const back = LAYER_KINDS[form.kind].back(form);
  if (!back) throw new TypeError(`no decoder takes a layer of kind ${form.kind} back`);
  return back as LayerForm;
}

/** The forms of hidden layers, each over what the one before it gives, and the shape that the last one gives. */
function stack(first: Shape, hidden: readonly LayerSpec[]): { forms: LayerForm[]; last: Shape } {
  let last = first;
  const forms = hidden.map((spec) => {
    const form = LAYER_KINDS[spec.kind].over(spec, last);
    last = form.to;
    return form;
  });
  return { forms, last };
}

/** Layers one after another, in the order in which they are placed. */
function startLayout() {
  const layers: Layer[] = [];
  let at = 0;
  const place = <Of extends LayerForm>(name: string, form: Of): Placed<Of> => {
    const size = LAYER_KINDS[form.kind].parameterCount(form);
    const layer = { ...form, name, at, size };
    at += size;
    layers.push(layer);
    return layer;
  };
  return { layers, place };
}

const endOf = ({ at, size }: Layer): number => at + size;
