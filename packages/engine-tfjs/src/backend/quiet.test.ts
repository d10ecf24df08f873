import { expect, it } from 'vitest';
import { withoutChatter } from './quiet.ts';

it("takes libtensorflow's chatter out, and leaves errors and what others say", () => {
  const said = `3 of 8 trials
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795875396.822211   30917 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results.
W0000 00:00:1795875397.021097   30917 gpu_device.cc:2342] Cannot dlopen some GPU libraries.
E0000 00:00:1795875397.021097   30917 cuda_blas.cc:1] It is broken.
an Information of mine`;
  expect(withoutChatter(said)).toBe(`3 of 8 trials
E0000 00:00:1795875397.021097   30917 cuda_blas.cc:1] It is broken.
an Information of mine`);
});
