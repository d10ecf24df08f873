/** `node probe.ts ENGINE BACKEND [FOLDER]`: a backend in a process of its own, its report as JSON the last line of stdout. */

import { ENGINES } from '@latentsweep/worker';
import { inspectBackend } from './inspect.ts';

const [, , kind, backend, nativeFolder] = process.argv;
const report = await inspectBackend(ENGINES, { kind: kind!, backend, nativeFolder });
process.stdout.write(`\n${JSON.stringify(report)}`, () => process.exit());
