/** What others may know of this engine without loading TF.js. */

import type { BackendName } from './backend/port.ts';

export { BACKENDS, type BackendName, type MissingBackend } from './backend/port.ts';

/** Raised with every change that may alter a bit of a result. */
export const TFJS_ENGINE_VERSION = '1';

/** The version of the engine with a backend: their results differ in bits. */
export const tfjsVersion = (backend: BackendName): string => `${TFJS_ENGINE_VERSION}-${backend}`;
