#!/bin/sh
# Copies public/ to an object store behind a CDN: ci/upload.sh REMOTE:BUCKET
# First what pages point to, then the pages, then the record; what is not there any more goes last.
set -eu
year="Cache-Control: public, max-age=31536000, immutable"
rclone copy public "$1" --checksum --include "/assets/**" --include "/search/*/*.bin" --header-upload "$year"
rclone copy public "$1" --checksum --exclude "/assets/**" --exclude "/search/*/*.bin" --exclude "/release.json*" \
    --exclude "/.gitignore" --header-upload "Cache-Control: no-cache"
rclone copy public "$1" --checksum --include "/release.json*" --header-upload "Cache-Control: no-cache"
rclone sync public "$1" --checksum --exclude "/.gitignore"
