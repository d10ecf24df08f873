import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const { variables: built }: { readonly variables: object } = process.config;
const canPack = 'v8_enable_wasm_simd256_revec' in built && built.v8_enable_wasm_simd256_revec === 1;
const isWide =
  canPack &&
  process.versions.v8.startsWith('13.6.') &&
  process.platform === 'linux' &&
  readFileSync('/proc/cpuinfo', 'utf8').includes(' avx2 ');

it.runIf(isWide)('has the kernels that take most of the time in vectors of 256 bits', () => {
  const { names, told } = compiled();
  // What V8 tells of each function that it compiles.
  const packed = told
    .split('Begin revec function wasm-function#')
    .slice(1)
    .filter((of) => /Decide to vectorize, [1-9]/.test(of))
    .map((of) => names[Number.parseInt(of, 10)]);
  const wanted = ['forward', 'inputGradient', 'weightGradient', 'reconstruct', 'sigmoidLoss', 'rowGradient'];
  expect(packed).toEqual(
    expect.arrayContaining([...wanted, 'convolve', 'convolveBack', 'transposedBack', 'columns5']),
  );
});

it.runIf(canPack)('leaves V8 as it was for other code', () => {
  const later = `
    const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 4, 1, 2, 0, 11]);
    console.log('later');
    new WebAssembly.Module(bytes);`;
  expect(compiled(later).told.split('later')[1]).not.toContain('revec');
});

it.runIf(canPack)('tells V8 of no flag that it was built without', () => {
  const without = 'Object.defineProperty(process, "config", { value: { variables: {} } })';
  expect(compiled('', [`--import=data:text/javascript,${without}`]).told).not.toContain('revec');
});

/** The functions of the kernels by number, and what V8 told as they were compiled. */
function compiled(
  then = '',
  options: readonly string[] = [],
): { readonly names: readonly string[]; readonly told: string } {
  const script = `
    import { createMachine } from ${JSON.stringify(new URL('kernels.ts', import.meta.url).href)};
    const { kernels } = createMachine();
    const functions = Object.entries(kernels).filter(([, kernel]) => typeof kernel === 'function');
    console.log(JSON.stringify(functions.map(([name, { name: number }]) => [name, Number(number)])));
    ${then}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...options, '--trace-wasm-revectorize', '--single-threaded', '--input-type=module', '--eval', script],
    { encoding: 'utf8', env: {}, maxBuffer: 1 << 28 },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const names: string[] = [];
  const line = stdout.split('\n').find((text) => text.startsWith('[["'))!;
  for (const [name, number] of JSON.parse(line) as [string, number][]) names[number] = name;
  return { names, told: stdout };
}
