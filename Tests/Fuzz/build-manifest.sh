#!/bin/sh
# Builds .build/fuzz/fuzz-manifest: the modules under the manifest reader, one after the other, each
# instrumented, and the target itself.
set -eu
cd "$(dirname "$0")/../.."
out=.build/fuzz/modules
mkdir -p "$out"
flags="-swift-version 6 -O -sanitize=fuzzer,address -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature ExistentialAny -I Sources/C/CYaml -I $out"

# room NAME FOLDER: a module as one object file.
room() {
  # shellcheck disable=SC2046,SC2086
  swiftc $flags -parse-as-library -whole-module-optimization -package-name plumb -module-name "$1" \
    -emit-module -emit-module-path "$out/$1.swiftmodule" -emit-object -o "$out/$1.o" \
    $(find "$2" -name '*.swift' | sort)
}

room Model Sources/Model
room Wire Sources/Wire
room YAML Sources/Services/YAML
room Manifests Sources/Pipeline/Manifests
# shellcheck disable=SC2086
swiftc $flags -parse-as-library -package-name plumb -module-name FuzzManifest \
  -o .build/fuzz/fuzz-manifest Tests/Fuzz/manifest.swift "$out"/*.o -lyaml
