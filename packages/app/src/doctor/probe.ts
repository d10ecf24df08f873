/** `node probe.ts SPEC`: an engine, named in JSON, in a process of its own; its report as JSON the last line of stdout. */

import { ENGINES, type EngineSpec } from '@latentsweep/worker';
import { inspectBackend } from './inspect.ts';

const spec = JSON.parse(process.argv[2]!) as EngineSpec;
const report = await inspectBackend(ENGINES, spec);
process.stdout.write(`\n${JSON.stringify(report)}`, () => process.exit());
