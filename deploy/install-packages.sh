#!/usr/bin/env bash
# Installs sections of deploy/packages.txt, as root or with sudo:
#   deploy/install-packages.sh build [test] [checks]
# Where everything is installed already, it does nothing and needs nobody's permission.
set -euo pipefail
cd "$(dirname "$0")"

[[ $# -gt 0 ]] || { echo "usage: $0 SECTION...   (sections: $(sed -n 's/^\[\(.*\)\]$/\1/p' packages.txt | xargs))" >&2; exit 2; }

wanted=
for section in "$@"; do
  found=$(awk -v section="[$section]" \
    '/^\[/ { on = ($1 == section); next } on && $1 != "" && $1 !~ /^#/ { print $1 }' packages.txt)
  [[ -n $found ]] || { echo "$0: packages.txt has no section [$section]" >&2; exit 2; }
  wanted+=" $found"
done

missing=()
for package in $wanted; do
  # Debian's npm conflicts with other builds of Node, which bring their own.
  [[ $package == npm ]] && command -v npm >/dev/null && continue
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true) == installed ]] ||
    missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || { echo "$0: to install ${missing[*]}, run it as root" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
# A new machine may be busy with updates of its own: wait for its locks.
"${as_root[@]}" apt-get update -q -o DPkg::Lock::Timeout=600
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -q -o DPkg::Lock::Timeout=600 --no-install-recommends "${missing[@]}"
