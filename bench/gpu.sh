#!/bin/sh
# sh gpu.sh [--software] [--device NAME] [--seconds N] [--to FOLDER]
#
# On a Linux machine (x64) with an NVIDIA GPU, and nothing else: no network, no Node, no packages. Unpacks what
# `npm run bench:gpu:pack` made, which lies beside it, and shows what the GPU does: self-test, the engine's exam, a sweep
# with its checksum beside that of CPUs, and the bench, in under eight minutes. Ends with 0 where all is well and every bit
# is that of the engine on CPUs.
#
#   --software       on the driver in software that the bundle has, small: tries this script, not a GPU
#   --device NAME    part of the GPU's name, where there are several; else the fastest
#   --seconds N      for all of it (480; 3,600 in software); what would take longer is left out, and said
#   --to FOLDER      unpacks there and leaves it; else a temporary folder, which is removed
set -u
PATH=$PATH:/usr/sbin:/sbin

here=$(cd "$(dirname "$0")" && pwd)
software= device= seconds= to=

fail() { # PROBLEM REMEDY
  printf '%s\n%s\n' "$1" "$2" >&2
  exit 2
}
needs() { [ $# -ge 2 ] || fail "$1 needs a value." "See the first lines of gpu.sh."; }

while [ $# -gt 0 ]; do
  case $1 in
    --software) software=1; shift ;;
    --device) needs "$@"; device=$2; shift 2 ;;
    --seconds) needs "$@"; seconds=$2; shift 2 ;;
    --to) needs "$@"; to=$2; shift 2 ;;
    -h | --help) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "gpu.sh knows no '$1'." "Known: --software, --device NAME, --seconds N, --to FOLDER." ;;
  esac
done
# A driver in software takes its time.
[ -n "$seconds" ] || seconds=${software:+3600}
[ -n "$seconds" ] || seconds=480
case $seconds in
  '' | *[!0-9]*) fail "--seconds takes a whole number, not '$seconds'." "For example: --seconds 480" ;;
esac
case $(uname -s)-$(uname -m) in
  Linux-x86_64) ;;
  *) fail "This is $(uname -s) on $(uname -m); the bundle is for Linux on x86_64." "Take another machine." ;;
esac

began=$(date +%s)
left() { echo $((seconds - $(date +%s) + began)); }

# ── the driver ───────────────────────────────────────────────────────────────────────────────────────────────────────

# The folder of a library, where the loader of programs finds it; or where containers keep NVIDIA's.
folder_of() {
  for folder in $(ldconfig -p 2>/dev/null | sed -n "s|^[[:space:]]*$1 .*x86-64.* => \(.*\)/[^/]*$|\1|p") \
    $(echo "${LD_LIBRARY_PATH:-}" | tr ':' ' ') /usr/local/nvidia/lib64 /usr/local/nvidia/lib \
    /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib; do
    if [ -e "$folder/$1" ]; then echo "$folder"; return; fi
  done
}

# What a library needs and this machine lacks.
lacking() {
  LD_LIBRARY_PATH=$(dirname "$1"):${LD_LIBRARY_PATH:-} ldd "$1" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | tr '\n' ' '
}

# Whether a library is here with all that it needs.
complete() {
  folder=$(folder_of "$1")
  [ -n "$folder" ] && [ -z "$(lacking "$folder/$1")" ]
}

# A description of the driver with that library, written into the folder $2.
describe() {
  printf '{ "file_format_version": "1.0.1", "ICD": { "library_path": "%s", "api_version": "1.3.0" } }\n' \
    "$(folder_of "$1")/$1" >"$2/nvidia_icd.json"
  echo "$2/nvidia_icd.json"
}

# Paths with colons between them, from the root: a step has a folder of its own. In a subshell, for IFS.
from_root() (
  IFS=:
  paths=
  for path in $1; do
    case $path in /*) ;; *) path=$PWD/$path ;; esac
    paths=$paths${paths:+:}$path
  done
  echo "$paths"
)

# A description of NVIDIA's driver, as a path: one that is there, or one that is written, into the folder $1.
find_driver() {
  for place in "${VK_DRIVER_FILES:-}" "${VK_ICD_FILENAMES:-}"; do
    if [ -n "$place" ]; then from_root "$place"; return; fi
  done
  # Of the same driver, the second does without the libraries of a display, which containers lack.
  [ -n "$(folder_of libGLX_nvidia.so.0)" ] && ! complete libGLX_nvidia.so.0 && complete libEGL_nvidia.so.0 &&
    { describe libEGL_nvidia.so.0 "$1"; return; }
  for place in /etc /usr/share /usr/local/share /usr/local/nvidia/share; do
    for name in nvidia_icd.json nvidia_icd.x86_64.json; do
      if [ -e "$place/vulkan/icd.d/$name" ]; then echo "$place/vulkan/icd.d/$name"; return; fi
    done
  done
  for library in libGLX_nvidia.so.0 libEGL_nvidia.so.0; do
    if complete $library; then describe $library "$1"; return; fi
  done
}

say_what_is_missing() {
  echo 'No driver of a GPU for Vulkan was found here:'
  if ls /dev/nvidia[0-9]* >/dev/null 2>&1; then echo '  /dev/nvidia0 is there: the machine has an NVIDIA GPU'
  else echo '  no /dev/nvidia0: this machine, or this container, has no NVIDIA GPU'; fi
  for library in libGLX_nvidia.so.0 libEGL_nvidia.so.0; do
    folder=$(folder_of $library)
    if [ -z "$folder" ]; then echo "  no $library: the driver's part for graphics is not installed"
    else
      missing=$(lacking "$folder/$library")
      [ -z "$missing" ] || echo "  $folder/$library needs ${missing% }"
    fi
  done
  echo '  no nvidia_icd.json where drivers are usually described'
  echo 'In a container, start it with: --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics'
  echo 'Where its description lies elsewhere: VK_DRIVER_FILES=/path/of/nvidia_icd.json sh gpu.sh'
  echo 'To try this script without a GPU: sh gpu.sh --software'
}

scratch=$(mktemp -d) || fail 'No temporary folder can be made.' 'Set TMPDIR to a folder with 500 MB free.'
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
if [ -z "$software" ]; then
  driver=$(find_driver "$scratch")
  [ -n "$driver" ] || { say_what_is_missing >&2; exit 2; }
fi

# ── what it carries ──────────────────────────────────────────────────────────────────────────────────────────────────

archive=$here/latentsweep-gpu.tar.xz
[ -e "$archive" ] || archive=$here/../build/gpu/latentsweep-gpu.tar.xz
[ -e "$archive" ] || fail "latentsweep-gpu.tar.xz is not beside $0." 'Make it on a machine with network: npm run bench:gpu:pack'

# By xz; where there is none, by Python or dpkg, which have its library: the latter takes packages of its own form alone.
decompressed() {
  if command -v xz >/dev/null; then xz -dc "$archive"
  elif command -v python3 >/dev/null && python3 -c 'import lzma' 2>/dev/null; then
    python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer)' "$archive"
  elif command -v dpkg-deb >/dev/null; then
    member() { printf '%-16s%-12s%-6s%-6s%-8s%-10s`\n' "$1" 0 0 0 100644 "$2"; }
    size=$(stat -Lc %s "$archive")
    {
      printf '!<arch>\n'
      member debian-binary 4; printf '2.0\n'
      # An empty tar: 10,240 zeros.
      member control.tar 10240; head -c 10240 /dev/zero
      member data.tar.xz "$size"; cat "$archive"
      [ $((size % 2)) -eq 0 ] || printf '\n'
    } >"$scratch/bundle.deb"
    dpkg-deb --fsys-tarfile "$scratch/bundle.deb"
  else
    echo 'Nothing here can unpack xz: neither xz nor python3 nor dpkg-deb.' >&2
    return 1
  fi
}
work=${to:-$scratch}
mkdir -p "$work" && work=$(cd "$work" && pwd) || fail "$work can't be made." 'Name another folder with --to.'
printf '── unpacking %s MB\n' "$(($(stat -Lc %s "$archive") / 1000000))"
decompressed | tar -x -C "$work" -f - || fail 'The bundle could not be unpacked.' "Is it whole, and are 300 MB free in $work?"
bundle=$work/latentsweep-gpu
node=$bundle/bin/node
version=$("$node" --version 2>&1) || fail "Node does not start here: $version" 'It needs glibc 2.28 and libstdc++ (Debian, Ubuntu: apt-get install libstdc++6).'

if [ -n "$software" ]; then
  driver=$bundle/software/vk_swiftshader_icd.json
  libraries=$bundle/lib
else
  # The machine's own loader, where it has one, and NVIDIA's libraries, where they lie apart.
  libraries=$(folder_of libGLX_nvidia.so.0)
  [ -n "$(folder_of libvulkan.so.1)" ] || libraries=$bundle/lib:$libraries
fi
printf '  Node %s; driver %s\n' "$version" "$driver"
export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# What is kept of devices and sweeps is kept here alone.
export HOME="$scratch" XDG_CACHE_HOME="$scratch/cache" XDG_CONFIG_HOME="$scratch/config" NO_COLOR=1
unset NODE_OPTIONS

# ── the steps ────────────────────────────────────────────────────────────────────────────────────────────────────────

failed=
# step NAME COMMAND…: runs it, if there is time left.
step() {
  name=$1; shift
  printf '\n── %s (%s s are left)\n' "$name" "$(left)"
  if [ "$(left)" -le 0 ]; then
    echo '  left out: no time is left; --seconds gives more'
    failed="$failed${failed:+, }$name"
    return
  fi
  "$@" || failed="$failed${failed:+, }$name"
}
# A program, for as long as there is time, and no longer than $most: the steps behind it have theirs.
in_time() {
  limit=$(left)
  [ "$limit" -le "$most" ] || limit=$most
  timeout "$limit" "$@"
  status=$?
  [ $status -ne 124 ] || echo "  stopped after $limit s; --seconds gives more"
  return $status
}
machine() { in_time "$node" "$bundle/node_modules/latentsweep/dist/gpu-machine.js" "$@"; }

# The same sweep on each engine, each with a store of its own; prints the checksums, and ends with 1 where they differ.
sweep_on_both() {
  sweep=$bundle/node_modules/latentsweep/bin/sweep.mjs
  file=$bundle/node_modules/latentsweep/sweeps/quickstart.yaml
  smaller='--replicates 4'
  [ -z "$software" ] || smaller='--replicates 1 --set dataset.train=320 --set dataset.validation=80 --set dataset.test=80'
  for engine in simd webgpu; do
    mkdir -p "$scratch/$engine" && cd "$scratch/$engine" || return 1
    options=
    if [ $engine = webgpu ] && [ -n "$software" ]; then options=--allow-software; fi
    start=$(date +%s)
    # shellcheck disable=SC2086 # words, none of them a user's
    in_time "$node" "$sweep" run "$file" --engine $engine $smaller ${device:+--device "$device"} $options >log 2>&1 || { tail -20 log; return 1; }
    sum=$("$node" "$sweep" show quickstart --checksum) || return 1
    printf '  %-7s %s  %s s\n' $engine "$sum" "$(($(date +%s) - start))"
    [ $engine = simd ] && truth=$sum
  done
  # A device that was lost leaves its work to a CPU, with the same bits.
  echo '  trials, by what computed them:'
  "$node" "$sweep" sql -f csv "select coalesce(r.ran ->> 'device', 'a CPU') as device, count(*) from trials t
    left join trial_runs r on r.trial_id = t.id group by 1" >by.csv || return 1
  sed '1d; s/^/    /' by.csv
  if grep -q '^"*a CPU' by.csv; then echo '  NOT ALL WERE COMPUTED ON THE GPU'; return 1; fi
  [ "$sum" = "$truth" ] || { echo '  THE CHECKSUMS DIFFER'; return 1; }
  echo '  the same results, bit for bit'
}

most=$((seconds / 5))
step 'self-test' machine self-test ${device:+--device "$device"}
if [ -n "$failed" ] && [ -z "$software" ]; then
  # A driver that is described, and can't be loaded, is silent.
  library=$(folder_of libGLX_nvidia.so.0)/libGLX_nvidia.so.0
  missing=$(lacking "$library")
  [ -z "$missing" ] || echo "  $library needs ${missing% }"
fi
# Its test gives it less.
most=${EXAM_SECONDS:-$((seconds * 3 / 8))}
step 'exam' machine exam ${device:+--device "$device"}
step 'a sweep, on CPUs and on the GPU' sweep_on_both
most=$seconds
# What it begins ends within the time.
step 'bench' machine bench --seconds "$(($(left) - 20))" ${device:+--device "$device"}

took=$(($(date +%s) - began))
if [ -n "$failed" ]; then
  printf '\nFAILED: %s. %s s.\n' "$failed" "$took"
  exit 1
fi
printf '\nAll is well: every bit is that of the engine on CPUs. %s s.\n' "$took"
