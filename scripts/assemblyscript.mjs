// The compiler of kernels: AssemblyScript to WebAssembly, with the options that all of them have.

export async function compile(source, outFile) {
  const { default: asc } = await import(
    new URL('../packages/engine-simd/node_modules/assemblyscript/dist/asc.js', import.meta.url).href
  );
  const { error, stderr } = await asc.main([
    source,
    '--outFile',
    outFile,
    '--runtime',
    'stub',
    '--enable',
    'simd,bulk-memory',
    '--optimizeLevel',
    '3',
    '--shrinkLevel',
    '0',
    '--converge',
    '--noAssert',
    '--importMemory',
    '--initialMemory',
    '1',
    '--noExportMemory',
  ]);
  if (!error) return;
  process.stderr.write(`${source} does not compile.\n${stderr.toString()}\n${error.message}\n`);
  process.exit(1);
}
