#!/usr/bin/env bash
# TensorFlow 2.21.0 says that it is built for sm_60 to sm_89 and compute_90, and one would guess that an H100 (sm_90) finds machine
# code or compiles all of it. It is mixed: of the library's kernels 249 bundles have code for sm_90, the other 1,149 have PTX alone
# for it, which the driver compiles at first use. Fetches 0.6 GB; needs python3 with pip.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-cache-dir --only-binary=:all: --python-version 3.11 \
  --platform manylinux_2_27_x86_64 tensorflow==2.21.0
python3 - <<'PY' | tee found.txt
import collections, glob, mmap, struct, zipfile

with zipfile.ZipFile(glob.glob("*.whl")[0]) as wheel:
    path = wheel.extract("tensorflow/libtensorflow_cc.so.2")
# A fat binary: magic, version 1, length of its header, length of what follows. Of each part: 1 PTX or 2 machine code, the
# length of its header, its length, and at 28 what it is for.
MAGIC = b"\x50\xed\x55\xba\x01\x00\x10\x00"
with open(path, "rb") as file:
    library = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
at, found = 0, collections.Counter()
while (at := library.find(MAGIC, at)) >= 0:
    part, end, parts = at + 16, at + 16 + struct.unpack_from("<Q", library, at + 8)[0], set()
    while part < end:
        kind, head, length = struct.unpack_from("<HxxIQ", library, part)
        parts.add(f"{ {1: 'PTX', 2: 'code'}[kind]} {struct.unpack_from('<I', library, part + 28)[0]}")
        part += head + length
    found[", ".join(sorted(parts))] += 1
    at = end
for parts, count in sorted(found.items()):
    print(f"{count}: {parts}")
PY
diff found.txt - <<'WANTED'
1149: PTX 90, code 60, code 70, code 80, code 89
249: PTX 90, code 60, code 70, code 80, code 89, code 90
WANTED
