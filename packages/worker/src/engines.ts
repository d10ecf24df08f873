import { type EngineKind, REFERENCE } from '@latentsweep/core';
import { SIMD } from '@latentsweep/engine-simd/kind';
import { TFJS } from '@latentsweep/engine-tfjs/kind';

/** The engines that there are: this list alone. `auto` takes the first that suits a sweep. None is loaded by it. */
export const ENGINES: readonly EngineKind[] = [SIMD, TFJS, REFERENCE];
