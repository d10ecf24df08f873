import { expect, it } from 'vitest';
import { explain } from './explain.ts';
import { NoGpuError, NotInstalledError } from './native.ts';

const failure = (message: string, code?: string) => Object.assign(new Error(message), { code });

it.each([
  [
    'a package that is not there',
    new NotInstalledError('libtensorflow is not installed'),
    'libtensorflow is not installed',
    '`sweep setup tensorflow --gpu`',
  ],
  [
    'a package whose install script did not run',
    failure('The Node.js native addon module (tfjs_binding.node) can not be found at path: x.'),
    'its package is installed without the native library',
    'install script',
  ],
  [
    'a library that misses another',
    failure('libcudart.so.12: cannot open shared object file: No such file', 'ERR_DLOPEN_FAILED'),
    'its native library does not load: libcudart.so.12: cannot open shared object file: No such file',
    'docs/engines.md',
  ],
  ['no GPU', new NoGpuError('libtensorflow sees no GPU'), 'libtensorflow sees no GPU', 'nvidia-smi'],
  [
    'a GPU where the CPU is asked for',
    failure('its libtensorflow computes on the GPU'),
    'its libtensorflow computes on the GPU',
    '--backend tensorflow-gpu',
  ],
  ['anything else', 'a string', 'a string', 'docs/engines.md'],
])('explains %s', (_what, error, reason, fix) => {
  expect(explain('tensorflow-gpu', error)).toEqual({ reason, fix: expect.stringContaining(fix) });
});

it('names the library of the CPU for the CPU, and no version of CUDA that is not ours', () => {
  const { fix } = explain('tensorflow', new NotInstalledError('libtensorflow is not installed'));
  expect(fix).toContain('`sweep setup tensorflow`');
  expect(explain('tensorflow-gpu', new NoGpuError('x')).fix).not.toMatch(/CUDA 11/);
});

it('does not take a missing part of the package for the package', () => {
  const error = failure("Cannot find module 'google-protobuf'", 'MODULE_NOT_FOUND');
  expect(explain('tensorflow', error).reason).toBe("Cannot find module 'google-protobuf'");
});
