import { philox } from '@latentsweep/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDevice, openDevice } from './device.ts';
import { onSoftwareDriver, testDevice } from './fixtures.ts';
import { arithmeticShader } from './shader.ts';

const COUNT = 1 << 14;

/** Numbers of all normal sizes, and of those at which the kernels work. */
function operands(seed: number): { wide: Float32Array; near: Float32Array; words: Uint32Array } {
  const words = new Uint32Array(COUNT);
  let state = seed;
  for (let i = 0; i < COUNT; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[i] = state;
  }
  // Exponents 70 to 184: no product or quotient of two leaves the normal numbers.
  const bits = words.map((word) => (word & 0x807f_ffff) | ((70 + ((word >>> 23) % 115)) << 23));
  return {
    words,
    wide: new Float32Array(bits.buffer),
    near: Float32Array.from(words, (word) => (word / 2 ** 31 - 1) * 8),
  };
}

/** Pairs of doubles: of all distances, of opposite signs, ones that leave little of each other, ones that end between two. */
function doubles(x: Uint32Array, y: Uint32Array): [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>] {
  const bits = (low: number, high: number, e: number) =>
    new Float64Array(new Uint32Array([low, (high & 0x800f_ffff) | (e << 20)]).buffer)[0]!;
  const a = new Float64Array(COUNT / 2);
  const b = new Float64Array(COUNT / 2);
  for (let i = 0; i < a.length; i++) {
    const [low, high] = [x[2 * i]!, x[2 * i + 1]!];
    const distance = (i % 140) - 70;
    a[i] = bits(i % 3 === 0 ? 0 : low, high, 1023);
    b[i] = bits(i % 5 < 2 ? 0 : y[2 * i]!, i % 7 < 3 ? 0 : y[2 * i + 1]!, 1023 + distance);
    if (i % 11 === 0) b[i] = -a[i]! * (1 + (i % 4) * 2 ** -52);
    if (i % 13 === 0) b[i] = Math.fround(b[i]!);
    if (i % 101 === 0) b[i] = 0;
    if (i % 103 === 0) a[i] = Number.NaN;
  }
  return [a, b];
}

const f = Math.fround;

onSoftwareDriver(import.meta.url, () => {
  describe('arithmetic on a GPU', () => {
    let open: OpenDevice;
    beforeAll(async () => {
      open = await openDevice(testDevice());
    });
    afterAll(() => open.device.destroy());

    /** An expression of x and y, vectors of bits, for all operands; `alter` changes the kernels' text. */
    async function run(
      expression: string,
      x: Float32Array | Uint32Array | Float64Array,
      y: Float32Array | Uint32Array | Float64Array,
      alter = (text: string) => text,
    ): Promise<ArrayBuffer> {
      const { device } = open;
      const code = `
        struct Settings { zero: u32 }
        @group(0) @binding(0) var<uniform> settings: Settings;
        @group(0) @binding(1) var<storage, read> xs: array<vec4u>;
        @group(0) @binding(2) var<storage, read> ys: array<vec4u>;
        @group(0) @binding(3) var<storage, read_write> out: array<vec4f>;
        ${alter(arithmeticShader())}
        @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
          zero = settings.zero;
          let x = bitcast<vec4f>(xs[id.x]);
          let y = bitcast<vec4f>(ys[id.x]);
          out[id.x] = ${expression};
        }`;
      const module = device.createShaderModule({ code });
      const compute = { module, entryPoint: 'main' };
      const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
      const { STORAGE, UNIFORM, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
      const bytes = 4 * COUNT;
      const given = [new Uint32Array(4), x, y].map((values, k) => {
        const buffer = device.createBuffer({
          size: values.byteLength,
          usage: COPY_DST | (k === 0 ? UNIFORM : STORAGE),
        });
        device.queue.writeBuffer(buffer, 0, new Uint8Array(values.buffer.slice(0) as ArrayBuffer));
        return buffer;
      });
      const out = device.createBuffer({ size: bytes, usage: STORAGE | COPY_SRC });
      const read = device.createBuffer({ size: bytes, usage: MAP_READ | COPY_DST });
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      const entries = [...given, out].map((buffer, binding) => ({ binding, resource: { buffer } }));
      pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
      pass.dispatchWorkgroups(COUNT / 4 / 64);
      pass.end();
      encoder.copyBufferToBuffer(out, 0, read, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await read.mapAsync(GPUMapMode.READ);
      return read.getMappedRange().slice(0);
    }

    const [x, y] = [operands(1), operands(2)];
    const expected = (of: (x: number, y: number) => number, a: Float32Array, b: Float32Array) =>
      a.map((value, i) => of(value, b[i]!));

    it.each([
      ['divide(x, y)', (a: number, b: number) => a / b],
      ['root(abs(x))', (a: number) => Math.sqrt(Math.abs(a))],
      ['multiply_add(x, y, x)', (a: number, b: number) => f(a * b) + a],
      ['mul(x, y) + mul(x, x)', (a: number, b: number) => f(a * b) + f(a * a)],
      ['sub(add(x, vec4f(12582912.0)), vec4f(12582912.0))', (a: number) => f(a + 12_582_912) - 12_582_912],
      ['relu(x)', (a: number) => Math.max(a, 0)],
    ])('rounds %s as IEEE 754 has it', async (expression, of) => {
      for (const kind of ['wide', 'near'] as const) {
        const made = new Float32Array(await run(expression, x[kind], y[kind]));
        expect(made).toEqual(expected(of, x[kind], y[kind]));
      }
    });

    // As Vulkan allows: what the driver gives is up to three units off, either way.
    it.each([-3, -2, -1, 1, 2, 3])('mends quotients and roots that are %d units off', async (units) => {
      const off = (text: string) =>
        text
          .replace('= keep(a / b);', `= bitcast<vec4f>(bitcast<vec4i>(keep(a / b)) + vec4i(${units}));`)
          .replace('= keep(sqrt(x));', `= bitcast<vec4f>(bitcast<vec4i>(keep(sqrt(x))) + vec4i(${units}));`);
      const quotients = new Float32Array(await run('divide(x, y)', x.wide, y.wide, off));
      expect(quotients).toEqual(expected((a, b) => a / b, x.wide, y.wide));
      const roots = new Float32Array(await run('root(abs(x))', x.wide, y.wide, off));
      expect(roots).toEqual(expected((a) => Math.sqrt(Math.abs(a)), x.wide, y.wide));
    });

    it('sums in f64, and compares', async () => {
      const [a, b] = doubles(x.words, y.words);
      const both = (of: string) =>
        `bitcast<vec4f>(vec4u(${['xy', 'zw'].map((k) => of.replaceAll('$', k)).join(', ')}))`;
      const [p, q] = ['bitcast<vec4u>(x).$', 'bitcast<vec4u>(y).$'];
      const made = new Float64Array(await run(both(`double_sum(${p}, ${q})`), a, b));
      expect(made).toEqual(a.map((value, i) => value + b[i]!));
      const less = new Uint32Array(
        await run(both(`vec2u(u32(double_less(${p}, ${q})), u32(double_less(${p}, ${p})))`), a, b),
      );
      a.forEach((value, i) => {
        expect(less[2 * i]).toBe(value < b[i]! ? 1 : 0);
        expect(less[2 * i + 1]).toBe(0);
      });
    });

    it('makes doubles of floats', async () => {
      const rows = y.words.map((word) => ((word >>> 8) % 4096) + 1);
      const product = 'double_product(bitcast<vec4u>(abs(x)).y, bitcast<vec4u>(y).y)';
      const made = `bitcast<vec4f>(vec4u(half_as_double(x.x), ${product}))`;
      const got = new Float64Array(await run(made, x.wide, rows));
      for (let i = 0; i < COUNT / 4; i++) {
        expect(got[2 * i]).toBe(x.wide[4 * i]! / 2);
        expect(got[2 * i + 1]).toBe(Math.abs(x.wide[4 * i + 1]!) * rows[4 * i + 1]!);
      }
      const strange = x.wide.map((_, i) => [Number.NaN, Number.POSITIVE_INFINITY, 0, -0][(i >> 2) % 4]!);
      const odd = new Float64Array(
        await run('bitcast<vec4f>(vec4u(half_as_double(x.x), 0u, 0u))', strange, rows),
      );
      expect([...odd.slice(0, 8)].filter((_, i) => i % 2 === 0)).toEqual([Number.NaN, Number.NaN, 0, 0]);
    });

    it("draws core's words", async () => {
      const made = new Uint32Array(
        await run(
          'bitcast<vec4f>(philox(bitcast<vec4u>(x), 3u, 4u, 5u, vec2u(77u, 88u))[2])',
          x.words,
          y.words,
        ),
      );
      const words = new Uint32Array(4);
      const drawn = x.words.map((block) => {
        philox(block, 3, 4, 5, 77, 88, words);
        return words[2]!;
      });
      expect(made).toEqual(drawn);
    });

    it.each([0, 5, 10, 12])('takes a number below 2^32 / 2^%d as core does', async (shift) => {
      const n = y.words.map((word) => word >>> shift);
      const expression = 'bitcast<vec4f>(vec4u(below(bitcast<vec4u>(x).x, bitcast<vec4u>(y).x), 0u, 0u, 0u))';
      const made = new Uint32Array(await run(expression, x.words, n));
      for (let i = 0; i < COUNT; i += 4) expect(made[i]).toBe(Math.floor((x.words[i]! * n[i]!) / 2 ** 32));
    });
  });
});
