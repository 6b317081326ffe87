#!/usr/bin/env bash
# Runs every fuzz target beside this file for so many seconds: run.sh SECONDS [TARGET…]
#
# A target is one Swift file with a function LLVMFuzzerTestOneInput. It may import our modules; one
# that imports nothing is given all of them. Its seeds, if it has some, are in corpus/TARGET. Inputs
# that the fuzzer found worth keeping stay in .build/fuzz/corpus, and one that crashes in .build/fuzz.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?how many seconds?}
shift
scratch=.build/fuzz
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for file in Tests/Fuzz/*.swift; do [ -e "$file" ] && targets+=("$(basename "$file" .swift)"); done
fi
if [ ${#targets[@]} -eq 0 ]; then
  echo "there is no target in Tests/Fuzz"
  exit 0
fi

# The modules are built once, with the coverage that steers the fuzzer.
mkdir -p "$scratch"
swift build -c release --product plumb --sanitize=address --scratch-path "$scratch" \
  -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp >"$scratch/build.log" 2>&1 ||
  { cat "$scratch/build.log"; exit 1; }
products=$scratch/release
objects=()
prelude=
for folder in "$products"/*.build; do
  module=$(basename "$folder" .build)
  [ "$module" != plumb ] && [ -e "$products/Modules/$module.swiftmodule" ] || continue
  objects+=("$folder"/*.o)
  prelude+="import $module"$'\n'
done
libraries=$(pkg-config --libs libcurl yaml-0.1 libgit2 sqlite3 libcrypto libxxhash zlib snappy libzstd libbrotlidec liblz4)
headers=()
for map in Sources/C/*/module.modulemap; do headers+=(-Xcc "-fmodule-map-file=$map"); done

for target in "${targets[@]}"; do
  echo "fuzzing $target for $seconds s"
  source=$scratch/source-$target.swift
  grep -q '^import ' "Tests/Fuzz/$target.swift" && echo >"$source" || echo "$prelude" >"$source"
  cat "Tests/Fuzz/$target.swift" >>"$source"
  # shellcheck disable=SC2086
  swiftc -O -parse-as-library -swift-version 6 -sanitize=fuzzer,address -I "$products/Modules" \
    "${headers[@]}" -o "$scratch/$target" "$source" "${objects[@]}" $libraries 2>"$scratch/link.log" ||
    { cat "$scratch/link.log"; exit 1; }
  mkdir -p "$scratch/corpus/$target"
  seeds=()
  [ -d "Tests/Fuzz/corpus/$target" ] && seeds=("Tests/Fuzz/corpus/$target")
  # No search for leaks: definitions that live as long as the process look like some.
  SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$scratch/$target" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -artifact_prefix="$scratch/$target-" -print_final_stats=1 -verbosity=0 \
    "$scratch/corpus/$target" "${seeds[@]}"
done
