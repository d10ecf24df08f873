#!/usr/bin/env bash
# One would guess that a job whose script traps the SIGTERM of `#SBATCH --signal` and ends with 0 leaves no trace of it.
# slurmstepd writes "JOB … CANCELLED" into the log of that job, which scontrol and sacct then call COMPLETED: whoever
# greps logs for CANCELLED finds jobs that went well. The signal may also come sooner than asked (seen: 34 s for 30, 90 s
# for 60).
#
# Slurm 22.05 of Debian 12 on one node, as root. Takes two minutes.
set -euo pipefail
command -v slurmctld >/dev/null || { apt-get update -qq && apt-get install -y -qq slurm-wlm munge; } >/dev/null
here=$(mktemp -d)
export SLURM_CONF=$here/slurm.conf
host=$(hostname -s)
cat > "$SLURM_CONF" <<CONF
ClusterName=finding
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES State=UP
CONF
mkdir -p "$here/state" "$here/spool"
if ! pgrep -x munged >/dev/null; then
  mkdir -p /run/munge && chown munge: /run/munge
  runuser -u munge -- munged
fi
slurmctld && sleep 1 && slurmd
trap 'kill "$(cat "$here/slurmd.pid")" "$(cat "$here/slurmctld.pid")" 2>/dev/null; sleep 1; rm -rf "$here"' EXIT

cat > "$here/job.sh" <<'JOB'
#!/usr/bin/env bash
#SBATCH --time=2
#SBATCH --signal=B:TERM@30
begun=$SECONDS
trap 'echo "signal $((120 - (SECONDS - begun))) s before the end"; exit 0' TERM
while :; do sleep 1; done
JOB
until sinfo -h -o %T | grep -q idle; do sleep 1; done
job=$(cd "$here" && sbatch --parsable --output="$here/job.log" job.sh)
until scontrol show job "$job" | grep -qE 'JobState=(COMPLETED|FAILED|TIMEOUT|CANCELLED)'; do sleep 1; done

sinfo --version
scontrol show job "$job" | grep -o 'JobState=[A-Z]*'
cat "$here/job.log"
before=$(grep -oE '^signal [0-9]+' "$here/job.log" | grep -oE '[0-9]+')
scontrol show job "$job" | grep -q JobState=COMPLETED || { echo "CHANGED: the job is not COMPLETED"; exit 1; }
grep -q 'CANCELLED' "$here/job.log" || { echo "CHANGED: the log does not say CANCELLED"; exit 1; }
[ "$before" -ge 29 ] || { echo "CHANGED: the signal came $before s before the end"; exit 1; }
echo "as found: COMPLETED, with CANCELLED in its log; the signal came $before s before the end, asked for 30"
