#!/bin/sh
# Builds the program where it is not there yet, checks the articles, and builds the site into public/. For hosts that run one
# command. PROGRAM, PROGRAM_REF: the address of jiaozhu's repository and the version; PROGRAM_FOLDER: a folder that the host keeps;
# URL: the address that the site will have. Rust, a C++ compiler and Python 3 with pip must be there.
set -eu

folder=${PROGRAM_FOLDER:-.program}
built=$folder/$PROGRAM_REF/target/release/jiaozhu
if [ ! -x "$built" ]; then
    rm -rf "${folder:?}/$PROGRAM_REF"
    git clone --depth 1 --branch "$PROGRAM_REF" "$PROGRAM" "$folder/$PROGRAM_REF"
    (cd "$folder/$PROGRAM_REF" && cargo xtask opencc && cargo build --release --locked)
fi
"$built" check --root . --deny warnings
"$built" build --root . --until today ${URL:+--base-url "$URL"}
