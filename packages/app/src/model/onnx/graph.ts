/** ONNX models (onnx.proto of IR version 8) put together operator by operator. */

import { bytes, type Field, float, int, ints, joined, message, text } from './wire.ts';

/** TensorProto.DataType. */
const TYPES = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;

export type TensorType = keyof typeof TYPES;

/** What a Cast is to. */
export const { float: FLOAT, int64: INT64, double: DOUBLE } = TYPES;

/** A constant, row-major; its bytes are little-endian, as every machine that Node runs on has them. */
export type Constant =
  | { readonly type: 'double'; readonly dims: readonly number[]; readonly values: Float64Array }
  | { readonly type: 'float'; readonly dims: readonly number[]; readonly values: Float32Array }
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly values: readonly number[] }
  | { readonly type: 'string'; readonly dims: readonly number[]; readonly values: readonly string[] };

export type Attribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | Constant
  | { readonly float: number };

interface Port {
  readonly name: string;
  readonly type: TensorType;
  /** Beside the rows. */
  readonly width: number;
}

/** A value inside a graph, by its name. */
export type Value = string;

const OPSET = 17;
const OPSET_ML = 3;
const IR_VERSION = 8;

const MOST_SHARED_BYTES = 10_000;

export class Graph {
  readonly #nodes: Field[] = [];
  readonly #constants: Field[] = [];
  readonly #inputs: Port[] = [];
  readonly #outputs: Port[] = [];
  readonly #shared = new Map<string, Value>();
  #names = 0;

  /** Values of [rows, width]. */
  input(name: string, type: TensorType, width: number): Value {
    this.#inputs.push({ name, type, width });
    return name;
  }

  /** Equal ones are one, but for matrices of weights: a table's columns share bounds, steps and quantiles. */
  constant(constant: Constant): Value {
    const content = Buffer.concat(tensor(constant));
    const key = content.length <= MOST_SHARED_BYTES ? content.toString('latin1') : null;
    const known = key === null ? undefined : this.#shared.get(key);
    if (known !== undefined) return known;
    const name = this.#fresh('c');
    this.#constants.push(joined([content, text(8, name)]));
    if (key !== null) this.#shared.set(key, name);
    return name;
  }

  /** A node with one output; `domain`: of operators for classical models. */
  add(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain: '' | 'ai.onnx.ml' = '',
  ): Value {
    const output = this.#fresh('v');
    this.#node(operator, inputs, output, attributes, domain);
    return output;
  }

  /** Gives a value a name outside. */
  output(value: Value, name: string, type: TensorType, width: number): void {
    this.#node('Identity', [value], name, {}, '');
    this.#outputs.push({ name, type, width });
  }

  /** The file. `about`: what the model is, in its metadata. */
  bytes(name: string, about: Readonly<Record<string, string>>): Uint8Array {
    const graph = [
      ...this.#nodes.map((node) => bytes(1, node)),
      text(2, name),
      ...this.#constants.map((constant) => bytes(5, constant)),
      ...this.#inputs.map((port) => message(11, portFields(port))),
      ...this.#outputs.map((port) => message(12, portFields(port))),
    ];
    return joined([
      int(1, IR_VERSION),
      text(2, 'latentsweep'),
      message(7, graph),
      message(8, [text(1, ''), int(2, OPSET)]),
      message(8, [text(1, 'ai.onnx.ml'), int(2, OPSET_ML)]),
      ...Object.entries(about).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
    ]);
  }

  #node(
    operator: string,
    inputs: readonly Value[],
    output: Value,
    attributes: Readonly<Record<string, Attribute>>,
    domain: string,
  ): void {
    this.#nodes.push(
      joined([
        ...inputs.map((input) => text(1, input)),
        text(2, output),
        text(4, operator),
        ...Object.entries(attributes).map(([name, value]) => message(5, attribute(name, value))),
        text(7, domain),
      ]),
    );
  }

  /** Apart from the names of inputs and outputs, which are the users'. */
  #fresh(kind: string): string {
    this.#names += 1;
    return `latentsweep:${kind}${this.#names}`;
  }
}

/** AttributeProto. */
function attribute(name: string, value: Attribute): Field[] {
  const typed = (type: number, ...fields: Field[]) => [text(1, name), ...fields, int(20, type)];
  if (typeof value === 'number') return typed(2, int(3, value));
  if (typeof value === 'string') return typed(3, text(4, value));
  if ('float' in value) return typed(1, float(2, value.float));
  if ('type' in value) return typed(4, message(5, tensor(value)));
  if (value.length > 0 && typeof value[0] === 'string') {
    return typed(8, ...(value as readonly string[]).map((one) => text(9, one)));
  }
  return typed(7, ints(8, value as readonly number[]));
}

/** TensorProto, without a name. */
function tensor({ type, dims, values }: Constant): Field[] {
  const raw = (of: Float64Array | Float32Array | BigInt64Array) =>
    bytes(9, new Uint8Array(of.buffer, of.byteOffset, of.byteLength));
  const held =
    type === 'string'
      ? values.map((value) => text(6, value))
      : [raw(type === 'int64' ? BigInt64Array.from(values, BigInt) : values)];
  return [ints(1, dims), int(2, TYPES[type]), ...held];
}

/** ValueInfoProto: [rows, width]. */
function portFields({ name, type, width }: Port): Field[] {
  const rows = message(1, [text(2, 'rows')]);
  const shape = message(2, [rows, message(1, [int(1, width)])]);
  return [text(1, name), message(2, [message(1, [int(1, TYPES[type]), shape])])];
}
