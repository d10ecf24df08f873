/** What is installed, pinned: docs/decisions/0067-setup-of-tensorflow.md. */

import { fileURLToPath } from 'node:url';
import { LIBTENSORFLOW_VERSION, OLDEST_DRIVER } from '../variant.ts';

/** A file of Python's package index. None of its code is run. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly take: readonly Take[];
}

/** What begins with `from` in the wheel comes to `to`, followed by the rest of its name. */
interface Take {
  readonly from: string;
  readonly to: string;
}

export interface Recipe {
  readonly what: string;
  /** What the library must say of itself in the end. */
  readonly version: string;
  /** A folder with the package.json and the lock of what comes from npm, and with what is compiled. */
  readonly own: string;
  readonly npmBytes: number;
  readonly wheels: readonly Wheel[];
  /** Bytes on the disk, in the end. */
  readonly takes: number;
  readonly licences: readonly string[];
  /** The oldest driver of NVIDIA's that it works with; null where it needs none. */
  readonly driver: string | null;
}

/** Name, version, bytes and SHA-256 of files for Linux x64 and Python 3.11. */
const FILES = `
tensorflow-cpu 2.21.0 273829956 2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c
tensorflow 2.21.0 572440367 9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124
nvidia-cublas-cu12 12.9.3.13 581217458 d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72
nvidia-cuda-cupti-cu12 12.9.79 10814997 096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f
nvidia-cuda-nvcc-cu12 12.9.86 40546229 5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0
nvidia-cuda-nvrtc-cu12 12.9.86 89568129 210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4
nvidia-cuda-runtime-cu12 12.9.79 3493179 25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3
nvidia-cudnn-cu12 9.28.0.42 716538495 9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375
nvidia-cufft-cu12 11.4.1.4 200877592 c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28
nvidia-curand-cu12 10.3.10.19 68295626 49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e
nvidia-cusolver-cu12 11.7.5.82 338117415 15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88
nvidia-cusparse-cu12 12.5.10.65 366465088 73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78
nvidia-nccl-cu12 2.32.3 351526311 bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c
nvidia-nvjitlink-cu12 12.9.86 39748338 e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9
`;

/** The two libraries, and what `tensorflow/c/c_api.h` includes, with what that includes. */
const OF_TENSORFLOW: readonly Take[] = [
  { from: 'tensorflow/libtensorflow_', to: 'libtensorflow/lib/libtensorflow_' },
  ...[
    'tensorflow/c/',
    'xla/tsl/c/',
    'tensorflow/core/platform/',
    'tensorflow/tsl/platform/',
    'tsl/platform/',
  ].map((folder) => ({ from: `tensorflow/include/${folder}`, to: `libtensorflow/include/${folder}` })),
];
/** The library looks for them beside its own folder. */
const OF_NVIDIA: readonly Take[] = [{ from: 'nvidia/', to: 'libtensorflow/nvidia/' }];

const WHEELS: readonly Wheel[] = FILES.trim()
  .split('\n')
  .map((line) => {
    const [name, version, bytes, sha256] = line.split(' ') as [string, string, string, string];
    const take = name.startsWith('nvidia-') ? OF_NVIDIA : OF_TENSORFLOW;
    return { name, version, bytes: Number(bytes), sha256, take };
  });

const COMMON = {
  version: LIBTENSORFLOW_VERSION,
  own: fileURLToPath(new URL('../../setup', import.meta.url)),
  npmBytes: 40e6,
};
const OPEN = 'TF.js for Node (npm) and TensorFlow (PyPI): Apache-2.0';

export const ON_CPU: Recipe = {
  ...COMMON,
  what: `libtensorflow ${LIBTENSORFLOW_VERSION}`,
  wheels: WHEELS.filter(({ name }) => name === 'tensorflow-cpu'),
  takes: 1.2e9,
  licences: [OPEN],
  driver: null,
};

export const ON_GPU: Recipe = {
  ...COMMON,
  what: `libtensorflow ${LIBTENSORFLOW_VERSION} for GPUs, with CUDA 12`,
  wheels: WHEELS.filter(({ name }) => name !== 'tensorflow-cpu'),
  takes: 6.1e9,
  licences: [OPEN, 'CUDA and cuDNN (PyPI): proprietary, by the terms of NVIDIA that lie in each package'],
  driver: OLDEST_DRIVER,
};
