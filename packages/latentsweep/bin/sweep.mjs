#!/usr/bin/env node
// The command line of the packed form. Plain JavaScript that an old Node can read: it says what it needs.

import module from 'node:module';

const OLDEST = [22, 18];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `Node ${process.versions.node} is too old for sweep, which needs ${OLDEST.join('.')} or newer.\n` +
      'Install one (https://nodejs.org) and run the command again.\n',
  );
  process.exit(1);
}
// Code is compiled once, not at every start.
module.enableCompileCache?.();
await import('../dist/sweep.js');
