#!/bin/sh
# Builds the site for SITE_URL into public/. With a signing key in PROMULGATE_KEY, signs it, as the release that follows
# the one that is served; and verifies it.
set -eu
PATH="$PWD/promulgate-bin:$PATH"
promulgate build --base-url "$SITE_URL"
[ -n "${PROMULGATE_KEY:-}" ] || exit 0

key=$(mktemp) # for its owner only
trap 'rm -f "$key"' EXIT
printf '%s\n' "$PROMULGATE_KEY" > "$key"

# What cannot be fetched is not taken for missing: a site must not begin again at its first release.
fetch() { curl --silent --show-error --output "$2" --write-out '%{http_code}' "${SITE_URL%/}/$1"; }
case $(fetch release.json previous.json) in
200)
    [ "$(fetch release.json.minisig previous.json.minisig)" = 200 ]
    promulgate sign public --key "$key" --previous previous.json
    ;;
404) promulgate sign public --key "$key" ;;
*)
    echo "the release that is served cannot be fetched; nothing was signed" >&2
    exit 1
    ;;
esac
promulgate verify public
