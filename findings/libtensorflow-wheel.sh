#!/usr/bin/env bash
# tfjs-node links `-ltensorflow`, and one would guess that it is in TensorFlow's wheel. It is not: in 2.21.0 the C API is split
# between libtensorflow_cc and libtensorflow_framework, so that both have to be linked. And TF_CPP_MIN_LOG_LEVEL=3, which silenced
# releases before, leaves two lines on stderr. Fetches 0.3 GB; needs npm, python3 with pip, g++ and nm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent @tensorflow/tfjs-node@4.22.0 >/dev/null
tar -xzf tensorflow-tfjs-node-4.22.0.tgz package/binding.gyp
echo "tfjs-node 4.22.0 links" $(grep -o -e '-ltensorflow[a-z_]*' package/binding.gyp | sort -u)
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 \
  --platform manylinux_2_27_x86_64 tensorflow-cpu==2.21.0
python3 - <<'PY'
import glob, zipfile
with zipfile.ZipFile(glob.glob("*.whl")[0]) as wheel:
    names = [name for name in wheel.namelist() if name.startswith("tensorflow/libtensorflow")]
    print("the wheel has", *(name.split("/")[1] for name in names))
    for name in names:
        wheel.extract(name)
PY
place=$folder/tensorflow
for library in cc framework; do
  nm -D --defined-only "$place/libtensorflow_$library.so.2" |
    sed -nE "s/.* (TF_Version|TFE_Execute|TF_NewStatus|TF_AllocateTensor)(@.*)?$/\1: $library/p" | sort
done | tee symbols.txt
cat > version.c <<'C'
#include <stdio.h>
const char *TF_Version(void);
int main(void) { return puts(TF_Version()) < 0; }
C
g++ -x c version.c -x none "$place"/libtensorflow_{cc,framework}.so.2 -Wl,-rpath,"$place" -o version
TF_CPP_MIN_LOG_LEVEL=3 ./version 2> said.txt
echo "with TF_CPP_MIN_LOG_LEVEL=3 it says on stderr:"
cut -c 1-100 said.txt
[ ! -e "$place/libtensorflow.so.2" ]
diff symbols.txt - <<'WANTED'
TFE_Execute: cc
TF_Version: cc
TF_AllocateTensor: framework
TF_NewStatus: framework
WANTED
[ "$(wc -l < said.txt)" = 2 ]
grep -q '^WARNING: All log messages before absl::InitializeLog' said.txt
grep -q 'oneDNN custom operations are on' said.txt
