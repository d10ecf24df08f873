import { LatentsweepError, reasonOf } from '@latentsweep/core';
import { type Gpu, Growing } from './gpu.ts';
import { VECTOR } from './rows.ts';
import { programShader, shuffleShader } from './shader.ts';

/** Bytes of the workgroup's own memory, which is fast and small; 0 for what lies in the device's. */
interface Residence {
  /** For parameters and their gradient. */
  readonly model: number;
  readonly tiles: number;
}

/** Words of a lane's record: `Lane` in wgsl/memory.wgsl. */
export const LANE_WORDS = 22;
/** `Shuffle` in wgsl/shuffle.wgsl. */
export const SHUFFLE_WORDS = 8;

/** Invocations of a workgroup: all that every adapter has. */
const INVOCATIONS = 256;
/**
 * In software a core takes them four at a time, and each four read every instruction: 64 took six times as long as 8. Two fours
 * still wait for each other, as on a GPU.
 */
const SOFTWARE_INVOCATIONS = 8;

/** Workgroup memory is asked for in steps of so many bytes, so that networks of similar size share a compiled kernel. */
const STEP = 1024;

const SHADERS = {
  plain: () => programShader(false),
  tables: () => programShader(true),
  shuffle: shuffleShader,
};

/** The compiled kernels of a device, and the buffers that all cohorts share, as their calls take turns. */
export class Kernels {
  readonly gpu: Gpu;
  readonly settings: GPUBuffer;
  readonly lanes: Growing;
  readonly shuffles: Growing;
  readonly lists: Growing;
  readonly tiles: Growing;
  readonly out: Growing;
  readonly #programs = new Map<string, Promise<GPUComputePipeline>>();
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #invocations: number;
  readonly #programLayout: GPUBindGroupLayout;
  readonly #shuffleLayout: GPUBindGroupLayout;

  /** `invocations`: of a workgroup, where they are not what suits the adapter. No bit of a result depends on them. */
  constructor(gpu: Gpu, invocations?: number) {
    this.gpu = gpu;
    this.#invocations = invocations ?? (gpu.adapter.isSoftware ? SOFTWARE_INVOCATIONS : INVOCATIONS);
    const { STORAGE, COPY_SRC, COPY_DST, UNIFORM } = GPUBufferUsage;
    this.settings = gpu.buffer(64, UNIFORM | COPY_DST);
    const growing = () => new Growing(gpu, STORAGE | COPY_SRC | COPY_DST);
    this.lanes = growing();
    this.shuffles = growing();
    this.lists = growing();
    this.tiles = growing();
    this.out = growing();
    const read = 'read-only-storage' as const;
    this.#programLayout = this.#layout(['uniform', read, read, read, read, 'storage', 'storage', 'storage']);
    this.#shuffleLayout = this.#layout(['uniform', read, 'storage']);
  }

  /** In software to compile takes ten seconds, and workgroups that need less memory gain nothing: two steps are all. */
  #stepped(bytes: number): number {
    const { isSoftware, limits } = this.gpu.adapter;
    const step = isSoftware ? limits.workgroupBytes / 2 : STEP;
    return Math.ceil(bytes / step) * step;
  }

  /** Of a network of so many floats of parameters and so many vectors of tiles, the bytes of a workgroup's memory. */
  residence(size: number, tileVectors: number): Residence {
    const { workgroupBytes } = this.gpu.adapter.limits;
    // A place of a vector stays for tiles that lie elsewhere.
    const most = workgroupBytes - VECTOR;
    const model = size * 8 <= most ? Math.min(most, this.#stepped(size * 8)) : 0;
    const tiles = this.#stepped(tileVectors * VECTOR);
    return { model, tiles: model > 0 && model + tiles <= workgroupBytes ? tiles : 0 };
  }

  /** `tables`: with their operations. Throws LatentsweepError `gpu_failed` where the driver can't compile the kernels. */
  program(size: number, tileVectors: number, tables: boolean): Promise<GPUComputePipeline> {
    const { model, tiles } = this.residence(size, tileVectors);
    const shader = tables ? 'tables' : 'plain';
    return this.#compiled(`run ${model} ${tiles}`, shader, this.#programLayout, 'run', {
      SIZE: Math.min(this.#invocations, this.gpu.adapter.limits.workgroupInvocations),
      MODEL_WITHIN: model > 0 ? 1 : 0,
      TILES_WITHIN: tiles > 0 ? 1 : 0,
      MODEL_FLOATS: Math.max(1, model / 4),
      TILE_VECTORS: Math.max(1, tiles / VECTOR),
    });
  }

  shuffle(): Promise<GPUComputePipeline> {
    return this.#compiled('shuffle', 'shuffle', this.#shuffleLayout, 'shuffle', {});
  }

  /** Submits so many workgroups of a kernel over these buffers, in the order of their bindings. */
  dispatch(
    pipeline: GPUComputePipeline,
    kind: 'program' | 'shuffle',
    buffers: readonly GPUBuffer[],
    workgroups: number,
  ): void {
    const { device } = this.gpu;
    const layout = kind === 'program' ? this.#programLayout : this.#shuffleLayout;
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
    pass.dispatchWorkgroups(workgroups);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  #compiled(
    name: string,
    shader: keyof typeof SHADERS,
    layout: GPUBindGroupLayout,
    entryPoint: string,
    constants: Record<string, number>,
  ): Promise<GPUComputePipeline> {
    const key = `${shader} ${name}`;
    const known = this.#programs.get(key);
    if (known) return known;
    const { device, adapter } = this.gpu;
    const module = this.#modules.get(shader) ?? device.createShaderModule({ code: SHADERS[shader]() });
    this.#modules.set(shader, module);
    const made = device
      .createComputePipelineAsync({
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint, constants },
      })
      .catch(async (error: unknown) => {
        const { messages } = await module.getCompilationInfo();
        const first = messages.find(({ type }) => type === 'error');
        const why = first ? `line ${first.lineNum}: ${first.message}` : reasonOf(error);
        throw new LatentsweepError(
          'gpu_failed',
          `${adapter.name} can't compile the kernels: ${why}`,
          'Please report this with what `sweep doctor` prints; `--engine simd` trains the same bits.',
          { cause: error },
        );
      });
    this.#programs.set(key, made);
    return made;
  }

  #layout(types: readonly GPUBufferBindingType[]): GPUBindGroupLayout {
    return this.gpu.device.createBindGroupLayout({
      entries: types.map((type, binding) => ({
        ...{ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } },
      })),
    });
  }
}
