import { expect, it } from 'vitest';
import { explain } from './explain.ts';
import { NoGpuError } from './native.ts';

const failure = (message: string, code?: string) => Object.assign(new Error(message), { code });

it.each([
  [
    'a package that is not there',
    failure("Cannot find module '@tensorflow/tfjs-node-gpu'\nRequire stack:", 'MODULE_NOT_FOUND'),
    '@tensorflow/tfjs-node-gpu is not installed',
    'npm install --prefix',
  ],
  [
    'a package whose install script did not run',
    failure('The Node.js native addon module (tfjs_binding.node) can not be found at path: x.'),
    '@tensorflow/tfjs-node-gpu is installed without its native library',
    'npm rebuild @tensorflow/tfjs-node-gpu',
  ],
  [
    'a library that misses another',
    failure('libcudart.so.11.0: cannot open shared object file: No such file', 'ERR_DLOPEN_FAILED'),
    'its native library does not load: libcudart.so.11.0: cannot open shared object file: No such file',
    'docs/engines.md',
  ],
  ['no GPU', new NoGpuError('TensorFlow sees no GPU'), 'TensorFlow sees no GPU', 'nvidia-smi'],
  ['anything else', 'a string', 'a string', 'docs/engines.md'],
])('explains %s', (_what, error, reason, fix) => {
  expect(explain('tensorflow-gpu', error)).toEqual({ reason, fix: expect.stringContaining(fix) });
});

it('does not take a missing part of the package for the package', () => {
  const error = failure("Cannot find module 'google-protobuf'", 'MODULE_NOT_FOUND');
  expect(explain('tensorflow', error).reason).toBe("Cannot find module 'google-protobuf'");
});
