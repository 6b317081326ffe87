#!/usr/bin/env bash
# Runs every fuzz target beside this file for so many seconds: run.sh SECONDS [TARGET…]
#
# A target is one Swift file with a function LLVMFuzzerTestOneInput that imports our modules. Its
# seeds, if it has some, are the files in the folder of the same name. Inputs that were found worth
# keeping stay in .build/fuzz/corpus, and an input that crashes is written to .build/fuzz.
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
  -Xswiftc -sanitize-coverage=edge,trace-cmp,indirect-calls >"$scratch/build.log" 2>&1 ||
  { cat "$scratch/build.log"; exit 1; }
products=$scratch/release
objects=()
for folder in "$products"/*.build; do
  [ "$folder" = "$products/plumb.build" ] || objects+=("$folder"/*.o)
done
libraries=$(pkg-config --libs libcurl yaml-0.1 libgit2 sqlite3 libcrypto libxxhash)
headers=()
for map in Sources/C/*/module.modulemap; do headers+=(-Xcc "-fmodule-map-file=$map"); done

for target in "${targets[@]}"; do
  echo "fuzzing $target for $seconds s"
  # shellcheck disable=SC2086
  swiftc -O -parse-as-library -swift-version 6 -sanitize=fuzzer,address -I "$products/Modules" \
    "${headers[@]}" -o "$scratch/$target" "Tests/Fuzz/$target.swift" "${objects[@]}" $libraries
  mkdir -p "$scratch/corpus/$target"
  seeds=()
  [ -d "Tests/Fuzz/$target" ] && seeds=("Tests/Fuzz/$target")
  SWIFT_BACKTRACE=enable=no "$scratch/$target" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -artifact_prefix="$scratch/$target-" -print_final_stats=1 -verbosity=0 \
    "$scratch/corpus/$target" "${seeds[@]}"
done
