#!/usr/bin/env bash
# Workers on a Slurm cluster, one an array task; they take jobs until the time is up, and may be cancelled at any moment.
#   sbatch --array=0-15 infra/slurm/worker-array.sh
# What follows the script's name goes to `sweep worker`; on GPU nodes, a worker process for each GPU of the task:
#   sbatch --gres=gpu:2 infra/slurm/worker-array.sh --gpus all --slots 1 --labels gpu
# LATENTSWEEP: the folder of latentsweep on the shared disk (default: where sbatch was called).
# LATENTSWEEP_CONFIG: the worker's settings file, with nkeys/ and tls/ beside it (default: secured/worker.yaml).
#SBATCH --job-name=latentsweep-worker
#SBATCH --array=0-3
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=8
#SBATCH --mem-per-cpu=1G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=latentsweep-worker-%A_%a.log
# At least 60 s before the time is up (Slurm may send it up to a minute sooner), so that the worker drains before.
#SBATCH --signal=B:TERM@60
set -euo pipefail

root=${LATENTSWEEP:-${SLURM_SUBMIT_DIR:-$PWD}}
config=${LATENTSWEEP_CONFIG:-$root/secured/worker.yaml}
labels=${LATENTSWEEP_LABELS:-}

# Data sets and compiled code are kept on the node's own disk: a shared one is slow at small files.
scratch=${SLURM_TMPDIR:-${TMPDIR:-/tmp}}/latentsweep-${SLURM_JOB_USER:-$USER}
export NODE_COMPILE_CACHE=$scratch/compile

# A task that is cancelled, requeued or preempted is killed KillWait after SIGTERM (a site's setting; 30 s by default). The
# worker ends within 5 s of its drain time.
kill_wait=$(scontrol show config 2>/dev/null | sed -n 's/^KillWait *= *\([0-9]*\).*/\1/p') || true
drain=$((${kill_wait:-30} - 10))
drain=$((drain < 0 ? 0 : drain > 50 ? 50 : drain))

arguments=(worker --config "$config" --slots "${SLURM_CPUS_PER_TASK:-1}" --drain-seconds "$drain" --cache-dir "$scratch/data")
if [[ -n $labels ]]; then
  arguments+=(--labels "$labels")
fi

arguments+=("$@")

# A signal may come before there is a worker. It is passed on once: at a second one the worker leaves at once.
signalled=
passed=
worker=
pass_on() {
  signalled=yes
  [[ -n $worker ]] || return 0
  passed=yes
  kill -TERM "$worker" 2>/dev/null || true
}
trap pass_on TERM INT

# In the background, since bash acts on a signal only when the command before it has ended.
node "$root/packages/cli/bin/sweep.mjs" "${arguments[@]}" &
worker=$!
[[ -z $signalled || -n $passed ]] || pass_on
while :; do
  signalled=
  code=0
  wait "$worker" || code=$?
  # A signal ends the wait and not the worker.
  [[ -n $signalled ]] || break
done
exit "$code"
