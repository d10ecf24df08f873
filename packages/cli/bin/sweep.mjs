#!/usr/bin/env node
// Plain JavaScript, so that any Node can start it: on an old one it hands over to the Node in `.tools/`.

import module from 'node:module';
import { standFor } from '../../../scripts/stand-in.mjs';
import { findNode, isNewEnough } from '../../../scripts/toolchain.mjs';

if (isNewEnough(process.versions.node)) {
  // Types are stripped and code is compiled once, not at every start.
  module.enableCompileCache?.();
  await import('../src/main.ts');
} else {
  const node = findNode();
  if (!node) {
    process.stderr.write(
      `Node ${process.versions.node} is too old and .tools/ has no newer one yet.\nRun 'npm start' once: it fetches one.\n`,
    );
    process.exit(1);
  }
  const args = [import.meta.filename ?? new URL(import.meta.url).pathname, ...process.argv.slice(2)];
  // The channel tells it when this process is gone, however it ended.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  process.exit(await standFor('sweep', node, args, { stdio }));
}
