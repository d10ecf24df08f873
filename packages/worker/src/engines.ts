import { type EngineKind, REFERENCE } from '@latentsweep/core';
import { SIMD } from '@latentsweep/engine-simd/kind';
import { TFJS } from '@latentsweep/engine-tfjs/kind';
import { WEBGPU } from '@latentsweep/engine-webgpu/kind';
import { deviceKind } from './device/kind.ts';

/** The engines that there are: this list alone. `auto` takes the first that suits a sweep. None is loaded by it. */
export const ENGINES: readonly EngineKind[] = [SIMD, TFJS, deviceKind(WEBGPU, SIMD), REFERENCE];
