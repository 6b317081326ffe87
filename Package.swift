// swift-tools-version: 6.2
import PackageDescription

// One set of flags for the whole house: every unsafe expression must say `unsafe`, every warning is
// an error, every import is internal unless it says otherwise.
let house: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

// Tests may touch raw memory without saying so: they are not part of the audit.
let testHouse: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of ours. `folder` is its place under Sources, when it has a floor of its own.
func room(_ name: String, in folder: String? = nil, _ uses: [String] = []) -> Target {
  .target(
    name: name, dependencies: uses.map { .init(stringLiteral: $0) },
    path: "Sources/" + (folder.map { "\($0)/" } ?? "") + name, swiftSettings: house)
}

/// A C library as Debian ships it: a module map and a header, no code.
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ subject: String, _ uses: [String] = [], data: [String] = []) -> Target {
  .testTarget(
    name: "\(subject)Tests",
    dependencies: ([subject, "TestSupport"] + uses).map { .init(stringLiteral: $0) },
    path: "Tests/\(subject)Tests", exclude: data, swiftSettings: testHouse)
}

let package = Package(
  name: "plumb",
  products: [.executable(name: "plumb", targets: ["plumb"])],
  targets: [
    // Nouns, bytes, the machine.
    room("Model"),
    room("Wire", ["Model"]),
    room("Host", ["Model", "CLinux"]),
    .systemLibrary(name: "CLinux", path: "Sources/C/CLinux"),

    // Services: one Swift module over each C library, and nobody else imports the library.
    library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    library("CYaml", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
    library("CGit2", pkgConfig: "libgit2", apt: "libgit2-dev"),
    library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    library("CXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev"),
    library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    library("CSnappy", pkgConfig: "snappy", apt: "libsnappy-dev"),
    library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
    library("CBrotli", pkgConfig: "libbrotlidec", apt: "libbrotli-dev"),
    library("CLZ4", pkgConfig: "liblz4", apt: "liblz4-dev"),
    room("HTTP", in: "Services", ["Host", "CCurl"]),
    room("GRPC", in: "Services", ["Wire", "Host", "HTTP"]),
    room("YAML", in: "Services", ["CYaml"]),
    room("Git", in: "Services", ["Model", "Host", "CGit2"]),
    room("SQLite", in: "Services", ["Host", "CSQLite"]),
    room("Crypto", in: "Services", ["Model", "CCrypto", "CXXHash"]),
    room("Compression", in: "Services", ["CZlib", "CSnappy", "CZstd", "CBrotli", "CLZ4"]),

    // The pipeline: stages that never import each other.
    room("Manifests", in: "Pipeline", ["Model", "Wire", "YAML"]),
    room("Intake", in: "Pipeline", ["Model", "Wire", "Host", "Crypto"]),
    room("Dedupe", in: "Pipeline", ["Model", "Host"]),
    room("Desired", in: "Pipeline", ["Model", "Wire", "Crypto"]),
    room("Live", in: "Pipeline", ["Model", "Wire", "Crypto"]),
    room("Planning", in: "Pipeline", ["Model"]),
    room("Applying", in: "Pipeline", ["Model"]),

    // Where rows come from, and where points go. A new one is a folder here and a line in Engine.
    room("Catalogs", in: "Stores", ["Model", "Wire"]),
    room("FileStores", in: "Stores", ["Model", "Host", "Crypto", "Catalogs"]),
    room("RowIndexes", in: "Stores", ["Model", "Crypto"]),
    room("StoreBytes", in: "Stores", ["Model", "Host"]),
    room("S3", in: "Stores", ["Model", "Wire", "Host", "HTTP", "Crypto"]),
    room("S3Stores", in: "Stores", ["Model", "Host", "Crypto", "Catalogs", "S3"]),
    room("JSONRows", in: "Stores", ["Model", "Wire", "Host", "StoreBytes"]),
    room("JSONLines", in: "Stores/Formats", ["Model", "Wire", "Host", "StoreBytes", "JSONRows"]),
    room(
      "JSONDocuments", in: "Stores/Formats", ["Model", "Wire", "Host", "StoreBytes", "JSONRows"]),
    room(
      "Parquet", in: "Stores/Formats",
      ["Model", "Wire", "Host", "Compression", "StoreBytes", "JSONRows"]),
    room(
      "NumPy", in: "Stores/Formats",
      ["Model", "Wire", "Host", "Compression", "StoreBytes", "JSONRows"]),
    room("FAISS", in: "Stores/Formats", ["Model", "Wire", "Host", "StoreBytes"]),
    room(
      "LlamaIndex", in: "Stores/Formats",
      ["Model", "Wire", "Host", "StoreBytes", "JSONRows", "FAISS"]),
    room(
      "LlamaCloud", in: "Stores/Formats",
      ["Model", "Wire", "Host", "StoreBytes", "JSONRows", "LlamaIndex"]),
    room("Pickle", in: "Stores/Formats", ["Model", "Wire", "StoreBytes"]),
    room(
      "Chroma", in: "Stores/Formats",
      ["Model", "Wire", "Host", "SQLite", "StoreBytes", "Pickle"]),
    room("LangChain", in: "Stores/Formats", ["Model", "Host", "StoreBytes", "Pickle", "FAISS"]),
    room("PickleStores", in: "Stores/Formats", ["Model", "Host", "StoreBytes", "Pickle", "FAISS"]),
    room("Local", in: "Targets", ["Model", "Wire", "Host", "SQLite", "Crypto"]),
    room("Qdrant", in: "Targets", ["Model", "Wire", "Host", "HTTP", "GRPC", "Crypto"]),

    // The only place where the stages meet.
    room(
      "Engine",
      [
        "Model", "Wire", "Host", "Crypto", "Manifests", "Intake", "Dedupe", "Desired", "Live",
        "Planning", "Applying", "Catalogs", "FileStores", "Local", "Qdrant",
        "Chroma", "FAISS", "JSONDocuments", "JSONLines", "LangChain", "LlamaCloud", "LlamaIndex",
        "NumPy", "Parquet", "PickleStores", "RowIndexes", "S3", "S3Stores",
      ]),

    // The command line.
    room("CLI", ["Model", "Wire", "Host", "Git", "Manifests", "Engine"]),
    .executableTarget(
      name: "plumb", dependencies: ["CLI"], path: "Sources/plumb", swiftSettings: house),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Model", "Host"], path: "Tests/Support",
      exclude: ["peers", "fixtures", "setup.sh", "requirements.txt", "lsan.supp"],
      swiftSettings: testHouse),
    tests("Model"), tests("Wire"), tests("Host"),
    tests("HTTP"), tests("GRPC", ["HTTP"]), tests("YAML"), tests("Git", ["Model", "Host"]),
    tests("SQLite", ["Host"]),
    tests("Crypto", ["Model", "Host"]),
    tests("Compression"),
    tests("Manifests", ["Model", "YAML", "Wire"], data: ["Golden"]),
    tests("Intake", ["Model", "Host", "Crypto"]),
    tests("Dedupe", ["Model", "Host"]),
    tests("Desired", ["Model", "Crypto"]),
    tests("Planning", ["Model", "Wire", "Manifests"]),
    tests("Applying", ["Model", "Conformance", "Local"]),
    tests("Catalogs", ["Model"]),
    tests("FileStores", ["Model", "Host"]),
    tests("StoreBytes", ["Model", "Host"]),
    tests("RowIndexes", ["Model"]),
    tests("S3Stores", ["Model", "Host", "Crypto", "Catalogs", "S3"]),
    tests("S3", ["Model", "Wire", "Host", "HTTP", "Crypto"], data: ["Vectors"]),
    tests("JSONRows", ["Model", "Host", "StoreBytes"]),
    tests("JSONLines", ["Model", "Host", "JSONRows"]),
    tests("JSONDocuments", ["Model", "Wire", "Host", "StoreBytes"]),
    tests("Parquet", ["Model", "Host", "StoreBytes", "Compression"]),
    tests("NumPy", ["Model", "Wire", "Host", "StoreBytes"]),
    tests("FAISS", ["Model", "Host", "StoreBytes", "Wire"]),
    tests("LlamaIndex", ["Model", "Host", "StoreBytes"]),
    tests("LlamaCloud", ["Model", "Host", "StoreBytes"]),
    tests("Chroma", ["Model", "Wire", "Host", "SQLite", "StoreBytes", "FileStores"]),
    tests("Pickle", ["Model", "Host", "StoreBytes"]),
    tests("LangChain", ["Model", "Host", "StoreBytes"]),
    tests("PickleStores", ["Model", "Host", "StoreBytes"]),
    tests("Qdrant", ["Model", "Wire", "Host", "HTTP", "GRPC", "Conformance"]),
    tests("Local", ["Model", "Host", "SQLite", "Conformance"]),
    tests(
      "Engine",
      [
        "Catalogs", "Model", "Wire", "Host", "Intake", "Manifests", "Planning", "Local",
        "Conformance",
      ]),
    tests(
      "CLI", ["Model", "Wire", "Host", "Planning", "Manifests"], data: ["Plans", "Transcripts"]),
    // What the real libraries wrote, and the same with damage.
    .testTarget(
      name: "FixtureTests", dependencies: ["Model", "Wire", "Host", "Engine", "TestSupport"],
      path: "Tests/FixtureTests", swiftSettings: testHouse),
    // The laws, held against the built program.
    .testTarget(
      name: "EndToEndTests", dependencies: ["Model", "Host", "Local", "CSQLite", "TestSupport"],
      path: "Tests/EndToEndTests", swiftSettings: testHouse),
    // One suite for every target, so that a new one inherits all of it.
    .target(
      name: "Conformance", dependencies: ["Model", "TestSupport"], path: "Tests/Conformance",
      swiftSettings: testHouse),
    // What the fuzzer is given, and what it found before.
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "Model", "Host", "YAML", "Manifests", "StoreBytes", "FAISS", "NumPy", "JSONLines",
        "JSONDocuments", "LlamaCloud", "LlamaIndex", "Chroma", "Parquet", "Pickle", "PickleStores",
        "LangChain", "TestSupport",
      ],
      path: "Tests/Fuzz",
      exclude: ["corpus", "README.md", "run.sh", "smallest.py", "Entry.swift.in"],
      swiftSettings: testHouse),
    // What it costs, measured on the released program from outside.
    .executableTarget(
      name: "bench", path: "Tests/Benchmarks",
      exclude: ["dedupe.py", "requirements.txt", "formats", "qdrant", "s3"],
      swiftSettings: testHouse),
    .executableTarget(
      name: "bench-qdrant", dependencies: ["Qdrant", "Model", "Host"],
      path: "Tests/Benchmarks/qdrant",
      exclude: ["null_server.c", "compare.py", "engine.py", "rival.py"],
      swiftSettings: testHouse),
    .executableTarget(
      name: "s3fetch", dependencies: ["Model", "Host", "S3", "S3Stores"],
      path: "Tests/Benchmarks/s3/fetch", swiftSettings: testHouse),
    .testTarget(
      name: "HouseTests", dependencies: ["Host", "TestSupport"], path: "Tests/HouseTests",
      swiftSettings: testHouse),
  ],
  swiftLanguageModes: [.v6]
)
