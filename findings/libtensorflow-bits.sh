#!/usr/bin/env bash
# One would guess that the same call of TensorFlow's C API gives the same bits in each release, on one machine. Between 2.15.1 and
# 2.21.0 Sigmoid, Tanh, Reciprocal and Pow have other ones; products of matrices, Exp and Log have the same. So the version of
# libtensorflow is part of an engine's identity. Fetches 0.5 GB; needs python3 with pip, and g++.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > bits.c <<'C'
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

static TF_Status *status;
static TFE_Context *context;

static void check(void) {
  if (TF_GetCode(status) == TF_OK) return;
  fprintf(stderr, "%s\n", TF_Message(status));
  exit(2);
}

/* Multiples of 2^-22 from 0.01 to 4 or so: the same everywhere. */
static TFE_TensorHandle *numbers(int64_t rows, int64_t columns, uint32_t seed) {
  const int64_t shape[] = {rows, columns};
  TF_Tensor *tensor = TF_AllocateTensor(TF_FLOAT, shape, 2, rows * columns * sizeof(float));
  float *values = TF_TensorData(tensor);
  for (int64_t i = 0; i < rows * columns; i++) {
    seed = seed * 1664525u + 1013904223u;
    values[i] = (float)((seed >> 8) + 41943) / 4194304.0f;
  }
  TFE_TensorHandle *handle = TFE_NewTensorHandle(tensor, status);
  check();
  return handle;
}

static void run(const char *name, TFE_TensorHandle *a, TFE_TensorHandle *b) {
  TFE_Op *op = TFE_NewOp(context, name, status);
  check();
  TFE_OpAddInput(op, a, status);
  if (b) TFE_OpAddInput(op, b, status);
  TFE_TensorHandle *result;
  int count = 1;
  TFE_Execute(op, &result, &count, status);
  check();
  TF_Tensor *tensor = TFE_TensorHandleResolve(result, status);
  check();
  const unsigned char *bytes = TF_TensorData(tensor);
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < TF_TensorByteSize(tensor); i++) hash = (hash ^ bytes[i]) * 1099511628211u;
  printf("%s %016lx\n", name, hash);
}

int main(void) {
  status = TF_NewStatus();
  context = TFE_NewContext(TFE_NewContextOptions(), status);
  check();
  const char *one[] = {"Exp", "Log", "Sqrt", "Sigmoid", "Tanh", "Reciprocal"};
  for (int i = 0; i < 6; i++) run(one[i], numbers(10, 100, 3), NULL);
  run("Pow", numbers(10, 100, 3), numbers(10, 100, 4));
  run("MatMul", numbers(160, 64, 1), numbers(64, 64, 2));
  return 0;
}
C
for version in 2.15.1 2.21.0; do
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 \
    --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux_2_27_x86_64 "tensorflow-cpu==$version"
  python3 - "$version" <<'PY'
import glob, sys, zipfile
with zipfile.ZipFile(glob.glob(f"tensorflow_cpu-{sys.argv[1]}-*.whl")[0]) as wheel:
    for name in wheel.namelist():
        if name.startswith("tensorflow/libtensorflow_") or name.startswith("tensorflow/include/") and name.endswith(".h"):
            wheel.extract(name, sys.argv[1])
PY
  rm tensorflow_cpu-*.whl
  place=$folder/$version/tensorflow
  g++ -x c -I "$place/include" bits.c -x none "$place"/libtensorflow_{cc,framework}.so.2 -Wl,-rpath,"$place" -o "bits-$version"
  "./bits-$version" 2>/dev/null > "$version.txt"
done
join 2.15.1.txt 2.21.0.txt --nocheck-order | awk '{ print $1 ": " ($2 == $3 ? "the same bits" : "other bits") }' | tee found.txt
diff found.txt - <<'WANTED'
Exp: the same bits
Log: the same bits
Sqrt: the same bits
Sigmoid: other bits
Tanh: other bits
Reciprocal: other bits
Pow: other bits
MatMul: the same bits
WANTED
