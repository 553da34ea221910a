#!/bin/sh
# Installs what the tests and the demo need on a Debian that has only git and Node.
# usage: sh test/setup.sh [deps | lab | vm]
#   deps  the packages of npm; needs no root
#   lab   Debian's packages for the fleet in a box and the browser; needs root
#   vm    what its virtual machines need besides; needs root
# Without an argument deps and lab. What is there already is left alone.
set -eu
cd "$(dirname "$0")/.."

promtool=${XDG_CACHE_HOME:-$HOME/.cache}/virtfleet/promtool
lab_packages='mmdebstrap systemd-container iproute2 openssh-client postgresql redis-tools chromium fonts-dejavu-core'

main() {
  case ${1-all} in
    deps) install_deps ;;
    lab) require_debian_and_root && install_lab ;;
    vm)
      lab_packages='qemu-system-x86 e2fsprogs'
      require_debian_and_root && install_missing
      ;;
    all) require_debian_and_root && install_deps && install_lab ;;
    *)
      echo 'usage: sh test/setup.sh [deps | lab | vm]' >&2
      exit 1
      ;;
  esac
}

require_debian_and_root() {
  missing=
  grep -qsx 'ID="\{0,1\}debian"\{0,1\}' /etc/os-release || missing='a Debian system'
  [ "$(id -u)" = 0 ] || missing="${missing:+$missing and }root"
  [ -z "$missing" ] && return
  echo "The fleet in a box needs $missing; what works here, after sh test/setup.sh deps: npm run check, virtfleet render, and virtfleet run --check against your own hosts." >&2
  exit 1
}

# npm writes node_modules/.package-lock.json when an installation is complete.
# `npm ci` refuses a lock file without the packages of other platforms, which npm leaves out where a
# registry does not offer them; `npm install` takes what is locked and lets them be.
install_deps() {
  installed=node_modules/.package-lock.json
  if [ ! -e "$installed" ] || [ -n "$(find package-lock.json -newer "$installed")" ]; then
    npm ci --no-audit --no-fund --silent || npm install --no-save --no-audit --no-fund --loglevel=error
  fi
}

install_lab() {
  install_missing
  [ -x "$promtool" ] || retry install_promtool
}

install_missing() {
  missing=
  for package in $lab_packages; do
    status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null) || status=
    [ "$status" = installed ] || missing="$missing $package"
  done
  [ -z "$missing" ] || install_packages
}

install_packages() {
  echo "Installing:$missing"
  # Tests start a PostgreSQL of their own: the package is not to start one.
  settings=/etc/postgresql-common/createcluster.conf
  if [ ! -e "$settings" ]; then
    mkdir -p "${settings%/*}"
    echo 'create_main_cluster = false' >"$settings"
  fi
  export DEBIAN_FRONTEND=noninteractive
  retry apt_get update
  # shellcheck disable=SC2086 # a list of packages
  retry apt_get install --yes --no-install-recommends $missing
}

# promtool alone: the package would also start a Prometheus on this machine.
install_promtool() {
  echo 'Unpacking: promtool'
  folder=$(mktemp -d)
  # Where something is tried again, set -e does not count.
  status=0
  {
    apt_get update &&
      (cd "$folder" && apt_get -o APT::Sandbox::User=root download prometheus) &&
      dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -x -C "$folder" ./usr/bin/promtool &&
      mkdir -p "${promtool%/*}" &&
      mv "$folder/usr/bin/promtool" "$promtool"
  } || status=$?
  rm -r "$folder"
  return "$status"
}

apt_get() {
  apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold "$@" >/dev/null
}

retry() {
  "$@" && return
  sleep 2
  "$@" && return
  sleep 10
  "$@"
}

main "$@"
