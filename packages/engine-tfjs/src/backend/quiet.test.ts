import { expect, it } from 'vitest';
import { sortChatter } from './quiet.ts';

it("takes libtensorflow's chatter out, and leaves errors and what others say", () => {
  const said = `3 of 8 trials
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795875396.822211   30917 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results.
W0000 00:00:1795875397.021097   30917 gpu_device.cc:2342] Cannot dlopen some GPU libraries.
E0000 00:00:1795875397.021097   30917 cuda_blas.cc:1] It is broken.
an Information of mine`;
  expect(sortChatter(said)).toEqual({
    cudaFails: null,
    rest: `3 of 8 trials
E0000 00:00:1795875397.021097   30917 cuda_blas.cc:1] It is broken.
an Information of mine`,
  });
});

it('takes out why CUDA does not start, which is told where a GPU was asked for', () => {
  const said = `E0000 00:00:1795887553.712058   13742 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)
3 of 8 trials
`;
  expect(sortChatter(said)).toEqual({
    cudaFails: 'CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)',
    rest: '3 of 8 trials\n',
  });
});
