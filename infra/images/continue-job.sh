#!/bin/sh
# continue-job.sh STATE CLASS [ARGUMENT]...: starts a job as an application cluster, from the newest complete checkpoint or
# savepoint below the folder STATE, or afresh where there is none. For clusters without high availability.
set -eu

state=$1
class=$2
shift 2
newest=$(ls -td "$state"/checkpoints/*/chk-*/_metadata "$state"/savepoints/*/_metadata 2>/dev/null | head -1 || true)
if [ -n "$newest" ]; then
  set -- --fromSavepoint "${newest%/_metadata}" "$@"
fi
exec "${FLINK_ENTRYPOINT:-/docker-entrypoint.sh}" standalone-job --job-classname "$class" "$@"
