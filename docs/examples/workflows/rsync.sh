#!/bin/sh
# Any server with ssh: checks the articles, builds the site, and sends what changed. Usage: rsync.sh HOST:FOLDER BASE_URL
# The new site is written beside the old one and takes its place by two renames: for the moment between them there is no site,
# and no reader gets a mix of both.
set -eu

[ $# -eq 2 ] || { echo "usage: $0 HOST:FOLDER BASE_URL" >&2; exit 2; }
host=${1%%:*}
folder=${1#*:}
folder=${folder%/}
jiaozhu check --deny warnings
jiaozhu build --until today --base-url "$2"
rsync --archive --delete --link-dest="../$(basename "$folder")" public/ "$host:$folder.new/"
# The folder's name is meant to be filled in here.
# shellcheck disable=SC2029
ssh "$host" "rm -rf '$folder.old'; if [ -e '$folder' ]; then mv '$folder' '$folder.old'; fi; mv '$folder.new' '$folder'"
