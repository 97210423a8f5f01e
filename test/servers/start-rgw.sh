#!/usr/bin/env bash
# Starts Ceph's RADOS gateway alone, on a local database (dbstore), in the foreground.
#   start-rgw.sh DATA PORT LOG
# Prints "ready" once it answers. SIGTERM or SIGINT ends it. Listens on RGW_HOST (127.0.0.1).
# RGW_USERS="key=secret …" are its AccessKeys, RGW_DOMAIN adds virtual hosts.
# RGW_STS=true lets it give temporary credentials; it then says AccessDenied of a wrong signature.
# Needs Debian's radosgw.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: ${0##*/} DATA PORT LOG" >&2; exit 2; }
mkdir -p "$1"
data=$(cd "$1" && pwd) port=$2 log=$3
host=${RGW_HOST:-127.0.0.1}
users=${RGW_USERS:-RGWKEY00000000000001=RgwSecretFake000000000000000000000000001 RGWKEY00000000000002=RgwSecretFake000000000000000000000000002}
for tool in radosgw radosgw-admin; do
  command -v "$tool" >/dev/null || { echo "${0##*/}: $tool is not installed" >&2; exit 3; }
done
: >"$log"

cat >"$data/ceph.conf" <<CONF
[global]
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
rgw_backend_store = dbstore
rgw_config_store = dbstore
rgw_data = $data
dbstore_db_dir = $data
dbstore_config_uri = file:$data/config.db
rgw_frontends = beast endpoint=$host:$port
rgw_dns_name = ${RGW_DOMAIN:-}
rgw_s3_auth_use_sts = ${RGW_STS:-false}
rgw_sts_key = abcdefghijklmnop
rgw_enable_usage_log = false
rgw_enable_ops_log = false
run_dir = $data
admin_socket =
log_file = $log
keyring = $data/keyring
crash_dir = $data
CONF
admin() { radosgw-admin --no-mon-config -c "$data/ceph.conf" "$@" >>"$log" 2>&1; }

radosgw -f --no-mon-config -c "$data/ceph.conf" -n client.rgw.test >>"$log" 2>&1 &
pid=$!
stop() {
  trap - EXIT INT TERM
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
  wait
}
trap stop EXIT
trap 'exit 0' INT TERM

for _ in $(seq 600); do
  kill -0 "$pid" 2>/dev/null || { echo "${0##*/}: radosgw ended, see $log" >&2; exit 1; }
  if curl -s -o /dev/null -m 2 "http://$host:$port/"; then
    number=0
    for user in $users; do
      number=$((number + 1))
      admin user create --uid "user$number" --display-name "User $number" \
        --access-key "${user%%=*}" --secret "${user#*=}" || admin user info --uid "user$number"
    done
    if [ "${RGW_STS:-false}" = true ]; then
      user=${users%% *}
      admin caps add --uid user1 --caps 'user-policy=*'
      curl -sS -o /dev/null --aws-sigv4 aws:amz:us-east-1:iam --user "${user%%=*}:${user#*=}" \
        --data-urlencode Action=PutUserPolicy --data-urlencode UserName=user1 \
        --data-urlencode PolicyName=tokens --data-urlencode PolicyDocument='{"Version":"2012-10-17",
          "Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' "http://$host:$port/" 2>>"$log"
    fi
    echo ready
    wait
    exit 0
  fi
  sleep 0.1
done
echo "${0##*/}: no answer within 60 s, see $log" >&2
exit 1
