/**
 * `npm run bench:programs`: what it costs to run programs of a user's own, beside the least that it can cost. Needs a
 * python3.
 *
 * `npm run bench:programs -- child` runs only that part.
 */

import { runParts } from './parts.ts';
import { benchChild } from './programs/child.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = { child: benchChild };

await runParts(PARTS, (part) => part());
