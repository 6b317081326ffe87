#!/usr/bin/env bash
# Runs fuzz targets for so many seconds each: run.sh SECONDS [TARGET…]
#
# A target is one file in Targets, with one type that is a FuzzTarget. Its seeds are in corpus/TARGET.
# Inputs that the fuzzer found worth keeping stay in .build/fuzz/corpus, and one that breaks something in
# .build/fuzz. With MERGE=1, corpus/TARGET is replaced by the few of them that together reach the most.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?how many seconds?}
shift
scratch=.build/fuzz
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for file in Tests/Fuzz/Targets/*.swift; do targets+=("$(basename "$file" .swift)"); done
fi

# The modules are built once, with the coverage that steers the fuzzer.
mkdir -p "$scratch"
swift build -c release --product plumb --sanitize=address --scratch-path "$scratch" \
  -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp >"$scratch/build.log" 2>&1 ||
  { cat "$scratch/build.log"; exit 1; }
products=$scratch/release
# What the program is made of but for its entry; a folder may hold objects of files that are gone.
mapfile -t objects < <(sed -e "s/^'\\(.*\\)'\$/\\1/" "$products/plumb.product/Objects.LinkFileList" | grep -v '/plumb\.build/')
libraries=$(pkg-config --libs libcurl yaml-0.1 libgit2 sqlite3 libcrypto libxxhash zlib snappy libzstd libbrotlidec liblz4)
headers=()
for map in Sources/C/*/module.modulemap; do headers+=(-Xcc "-fmodule-map-file=$map"); done
memory=/dev/shm
[ -w "$memory" ] || memory=${TMPDIR:-/tmp}
folder=$(mktemp -d "$memory/plumb-fuzz-XXXXXX")
trap 'rm -rf -- "$folder"' EXIT
export PLUMB_FUZZ_FOLDER=$folder
# No search for leaks: definitions that live as long as the process look like some.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0

for target in "${targets[@]}"; do
  source=Tests/Fuzz/Targets/$target.swift
  type=$(sed -n 's/^enum \([A-Za-z]*\): FuzzTarget.*/\1/p' "$source")
  sed "s/TARGET/$type/" Tests/Fuzz/Entry.swift.in >"$scratch/entry.swift"
  # shellcheck disable=SC2086
  swiftc -O -parse-as-library -swift-version 6 -sanitize=fuzzer,address -I "$products/Modules" \
    "${headers[@]}" -module-name Fuzz -o "$scratch/$target" Tests/Fuzz/FuzzTarget.swift "$source" \
    "$scratch/entry.swift" "${objects[@]}" $libraries 2>"$scratch/link.log" ||
    { cat "$scratch/link.log"; exit 1; }
  seeds=Tests/Fuzz/corpus/$target
  found=$scratch/corpus/$target
  mkdir -p "$seeds" "$found"
  if [ -n "${MERGE:-}" ]; then
    # Without counters, only whether code is reached is looked at, and not how often.
    rm -rf -- "$scratch/merged" "$scratch/control"
    mkdir "$scratch/merged"
    "$scratch/$target" -set_cover_merge=1 -use_counters=0 -merge_control_file="$scratch/control" -timeout=60 \
      -rss_limit_mb=3072 "$scratch/merged" "$found" "$seeds" >"$scratch/merge.log" 2>&1 ||
      { cat "$scratch/merge.log"; exit 1; }
    python3 Tests/Fuzz/smallest.py "$scratch/control" "$seeds"
    continue
  fi
  echo "fuzzing $target for $seconds s"
  "$scratch/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3072 \
    -artifact_prefix="$scratch/$target-" -print_final_stats=1 -verbosity=0 "$found" "$seeds"
done
