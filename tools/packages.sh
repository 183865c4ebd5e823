# packages.sh - sourced by the other scripts: installs the Debian packages the build needs, as
# root or through sudo. Does nothing, and needs no rights, when all are there.

packages="gcc libc6-dev cmake ninja-build pkg-config liblua5.4-dev liblmdb-dev libcmocka-dev
libxxhash-dev libssl-dev zlib1g-dev libzstd-dev libzip-dev libexpat1-dev libxlsxwriter-dev
libcurl4-openssl-dev libedit-dev gettext python3 openssl"

packages_missing()
{
    for package in "$@"; do
        dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
            printf '%s ' "$package"
    done
}

as_root()
{
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "these packages are missing and there is neither root nor sudo: $missing" >&2
        exit 3
    fi
}

packages_need()
{
    # Not Debian: trust cmake to name what is missing.
    command -v dpkg-query >/dev/null 2>&1 || return 0
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    echo "installing: $missing" >&2
    # $missing is a list: it must split.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        $missing >/dev/null 2>&1 && return 0
    as_root apt-get update
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}
