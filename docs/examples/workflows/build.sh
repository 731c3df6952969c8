#!/bin/sh
# Builds the program where it is not there yet, checks the articles, and builds the site into public/. For hosts that run one
# command. PROGRAM, PROGRAM_REF: the address of jiaozhu's repository and the version; PROGRAM_FOLDER: a folder that the host keeps;
# URL: the address that the site will have. Rust, a C++ compiler and Python 3 with pip must be there.
set -eu

folder=${PROGRAM_FOLDER:-.program}/$PROGRAM_REF
if [ ! -x "$folder/jiaozhu" ]; then
    rm -rf "${folder:?}"
    git clone --depth 1 --branch "$PROGRAM_REF" "$PROGRAM" "$folder/source"
    (cd "$folder/source" && cargo xtask opencc && cargo build --release --locked)
    mv "$folder/source/target/release/jiaozhu" "$folder/jiaozhu"
    # The program is one file; what it was built of is some hundred times as large.
    rm -rf "$folder/source"
fi
"$folder/jiaozhu" check --root . --deny warnings
"$folder/jiaozhu" build --root . --until today ${URL:+--base-url "$URL"}
