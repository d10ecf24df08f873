/** `node probe.ts BACKEND [FOLDER]`: one backend of TF.js in a process of its own, its report as JSON the last line of stdout. */

import { BACKENDS, inspectBackend } from '@latentsweep/engine-tfjs';

const [, , wanted, nativeFolder] = process.argv;
const name = BACKENDS.find((backend) => backend === wanted);
if (name === undefined) throw new Error(`No backend is called '${wanted}'.`);
const report = await inspectBackend(name, { nativeFolder });
process.stdout.write(`\n${JSON.stringify(report)}`, () => process.exit());
