// `node scripts/software-gpu.mjs`: fetches a driver of Vulkan in software for the tests of the WebGPU engine, SwiftShader with its
// loader, from the npm registry. 70 MB are downloaded, 6 MB stay, in .tools/software-gpu. Linux on x64.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/** A Chromium for small servers, whose driver needs nothing that is installed. Its driver alone is kept. */
const PACKAGE = '@sparticuz/chromium@153.0.0';

const tools = fileURLToPath(new URL('../.tools/', import.meta.url));
const to = join(tools, 'software-gpu');

if (process.platform !== 'linux' || process.arch !== 'x64') {
  fail(`The driver is for Linux on x64; this is ${process.platform} on ${process.arch}.`);
  process.exit();
}
if (existsSync(to)) {
  process.stdout.write(`${to} is there already.\n`);
  process.exit(0);
}
mkdirSync(tools, { recursive: true });
const work = mkdtempSync(join(tools, 'software-gpu-'));
try {
  process.stdout.write(`Downloading ${PACKAGE} (70 MB) …\n`);
  const [packed] = run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', work]).trim().split('\n');
  run('tar', ['-xzf', join(work, packed), '-C', work, 'package/bin/swiftshader.tar.br']);
  const tar = join(work, 'swiftshader.tar');
  writeFileSync(tar, brotliDecompressSync(readFileSync(join(work, 'package/bin/swiftshader.tar.br'))));
  const driver = join(work, 'driver');
  mkdirSync(driver);
  run('tar', ['-xf', tar, '-C', driver]);
  renameSync(driver, to);
  process.stdout.write(`The driver lies in ${to}; tests of packages/engine-webgpu use it.\n`);
} catch (error) {
  fail(
    `The driver could not be fetched: ${error.message.trim()}\nCheck that npm reaches its registry: \`npm ping\`.`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** What a command says. Throws where it fails, with its words. */
function run(command, parameters) {
  return execFileSync(command, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function fail(words) {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
