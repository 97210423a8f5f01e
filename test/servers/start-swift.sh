#!/usr/bin/env bash
# Starts OpenStack Swift with s3api (one node, one copy) and stays in the foreground.
#   start-swift.sh DATA PORT LOG
# Prints "ready" once it answers. SIGTERM or SIGINT ends it, and all that it started.
# The ports PORT+1 to PORT+4 are used as well. Listens on SWIFT_HOST (127.0.0.1).
# SWIFT_USERS="account:user=secret …" are its AccessKeys, SWIFT_DOMAIN adds virtual hosts.
# Needs Debian's swift-proxy, swift-account, swift-container, swift-object and memcached.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: ${0##*/} DATA PORT LOG" >&2; exit 2; }
mkdir -p "$1"
data=$(cd "$1" && pwd) port=$2 log=$3
host=${SWIFT_HOST:-127.0.0.1}
users=${SWIFT_USERS:-AKSWIFT0001:op=SwiftSecretFake0001 AKSWIFT0002:op=SwiftSecretFake0002}
for tool in swift-proxy-server swift-account-server swift-container-server swift-object-server \
  swift-ring-builder memcached; do
  command -v "$tool" >/dev/null || { echo "${0##*/}: $tool is not installed" >&2; exit 3; }
done

etc=$data/etc
mkdir -p "$etc" "$data/srv/d1" "$data/recon"
: >"$log"
cat >"$etc/swift.conf" <<CONF
[swift-hash]
swift_hash_path_prefix = test
swift_hash_path_suffix = test
[storage-policy:0]
name = default
default = yes
CONF

number=0
for kind in account container object; do
  number=$((number + 1))
  ring=$kind
  if [ ! -e "$etc/$ring.ring.gz" ]; then
    (
      cd "$etc"
      swift-ring-builder "$ring.builder" create 4 1 0
      swift-ring-builder "$ring.builder" add --region 1 --zone 1 --ip 127.0.0.1 \
        --port $((port + number)) --device d1 --weight 1
      swift-ring-builder "$ring.builder" rebalance
    ) >>"$log" 2>&1 || [ $? -eq 1 ] # 1 is a warning
  fi
  cat >"$etc/$kind-server.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $((port + number))
swift_dir = $etc
devices = $data/srv
mount_check = false
workers = 0
user = $(id -un)
[pipeline:main]
pipeline = $kind-server
[app:$kind-server]
use = egg:swift#$kind
CONF
done

{
  cat <<CONF
[DEFAULT]
bind_ip = $host
bind_port = $port
swift_dir = $etc
workers = 0
user = $(id -un)
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache bulk s3api tempauth slo dlo versioned_writes proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:s3api]
use = egg:swift#s3api
location = ${SWIFT_REGION:-us-east-1}
s3_acl = false
storage_domain = ${SWIFT_DOMAIN:-}
dns_compliant_bucket_names = false
[filter:tempauth]
use = egg:swift#tempauth
CONF
  for user in $users; do
    id=${user%%=*}
    echo "user_${id%%:*}_${id#*:} = ${user#*=} .admin"
  done
  cat <<CONF
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$((port + 4))
CONF
  for filter in catch_errors gatekeeper healthcheck bulk slo dlo versioned_writes; do
    printf '[filter:%s]\nuse = egg:swift#%s\n' $filter $filter
  done
} >"$etc/proxy-server.conf"

pids=()
stop() {
  trap - EXIT INT TERM
  kill "${pids[@]}" 2>/dev/null || true
  wait
}
trap stop EXIT
trap 'exit 0' INT TERM

memcached -u "$(id -un)" -l 127.0.0.1 -p $((port + 4)) -U 0 -m 16 >>"$log" 2>&1 &
pids+=($!)
# The servers read swift.conf from a fixed folder, whatever swift_dir says: it is set before they start.
python=$(sed -n '1s/^#! *//p' "$(command -v swift-proxy-server)")
run='import os, sys
from importlib import import_module
from swift.common import utils
kind = sys.argv.pop().replace("object", "obj")
utils.set_swift_dir(os.path.dirname(sys.argv[1]))
sys.exit(import_module("swift.%s.server" % kind).main())'
for kind in account container object proxy; do
  "$python" -c "$run" "$etc/$kind-server.conf" -v "$kind" >>"$log" 2>&1 &
  pids+=($!)
done

for _ in $(seq 300); do
  for pid in "${pids[@]}"; do
    kill -0 "$pid" 2>/dev/null || { echo "${0##*/}: a server ended, see $log" >&2; exit 1; }
  done
  answers=0
  for at in "$host:$port/healthcheck" 127.0.0.1:$((port + 1)) 127.0.0.1:$((port + 2)) 127.0.0.1:$((port + 3)); do
    curl -s -o /dev/null -m 2 "http://$at" && answers=$((answers + 1))
  done
  if [ $answers -eq 4 ]; then
    echo ready
    wait
    exit 0
  fi
  sleep 0.1
done
echo "${0##*/}: no answer within 30 s, see $log" >&2
exit 1
