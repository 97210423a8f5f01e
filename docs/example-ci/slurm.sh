#!/usr/bin/env bash
# The same on a Slurm cluster: an array of tasks scans the captures, and a job that depends on it merges the results.
#   bash slurm.sh CAPTURES FOLDER [TASKS]
# All nodes must see both; FOLDER receives the blobs, what the tasks print, and the report.
# Prints the number of the last job.
set -euo pipefail
CAPTURES=$(realpath "$1") FOLDER=$(realpath "$2")
tasks=${3:-3}
export CAPTURES FOLDER

# A task that is started again, because it was killed or its node died, writes the same blob.
# shellcheck disable=SC2016
scan=$(sbatch --parsable --job-name=osscap --array="0-$((tasks - 1))" --requeue --cpus-per-task=1 --mem=1G \
  --output="$FOLDER/scan-%a.log" --open-mode=append \
  --wrap='exec osscap scan "$CAPTURES" --shard auto --jobs 1 --format "blob=$FOLDER/osscap-$SLURM_ARRAY_TASK_ID.blob" --fail-on none')

# Also where a task failed: the merge says which part is missing, and exits 2.
# shellcheck disable=SC2016
sbatch --parsable --job-name=osscap-merge --dependency="afterany:$scan" --cpus-per-task=1 --mem=1G \
  --output="$FOLDER/merge.log" \
  --wrap='exec osscap merge "$FOLDER" --format table --format "html=$FOLDER/osscap.html"'
