import Host
import TestSupport
import Testing

/// What a floor may import of ours. What is not here is forbidden; a new floor needs a line.
private let arrows: [String: Set<String>] = [
  "Model": [],
  "Wire": ["Model"],
  "Host": ["Model"],
  // A service may stand on another one, as gRPC stands on HTTP.
  "Services": ["Model", "Wire", "Host", "Services"],
  // A store may use another one, as every store uses the catalog.
  "Stores": ["Model", "Wire", "Host", "Services", "Stores"],
  "Targets": ["Model", "Wire", "Host", "Services"],
  // A stage is given nouns and hands over nouns: it never imports another stage.
  "Pipeline": ["Model", "Wire", "Host", "Services"],
  "Engine": ["Model", "Wire", "Host", "Services", "Stores", "Targets", "Pipeline"],
  "Daemon": ["Model", "Wire", "Host", "Services", "Engine"],
  "CLI": ["Model", "Wire", "Host", "Services", "Pipeline", "Engine", "Daemon"],
]

/// What every module may import of the toolchain.
private let toolchain: Set<String> = ["Glibc", "Dispatch", "Synchronization"]

/// Who wraps which C library.
private let wrappers: [String: String] = [
  "CCurl": "HTTP", "CYaml": "YAML", "CGit2": "Git", "CSQLite": "SQLite", "CCrypto": "Crypto",
  "CXXHash": "Crypto", "CLinux": "Host", "CZlib": "Compression", "CSnappy": "Compression",
  "CZstd": "Compression", "CBrotli": "Compression",
  "CLZ4": "Compression",
]

/// The kernels: files outside Host and the services that may say `unsafe`, because they were
/// measured and are tested against a plain loop.
private let kernels: Set<String> = [
  // The C library's strtod and strtof, for the digits that the fast path cannot round.
  "Sources/Wire/JSON/JSONScanner+Numbers.swift",
  // Sixteen digits, or a line feed, or a text without escapes, at once.
  "Sources/Wire/JSON/UsualFloat.swift", "Sources/Wire/Text/LineFeed.swift",
  "Sources/Wire/Bytes/ByteRuns.swift",
  // Floats as their bytes, without a loop over bytes.
  "Sources/Wire/Bytes/FloatBytes.swift",
  // Eight bytes as one number.
  "Sources/Wire/Bytes/WordBytes.swift",
  // All pairs of sketches, with every vector register; and the memory that they lie in.
  "Sources/Pipeline/Dedupe/Similarity/SimilarityKernels.swift",
  "Sources/Pipeline/Dedupe/Similarity/SketchTable.swift",
]

@Suite struct `The house stands as it is drawn` {
  @Test func `there are modules to look at`() {
    #expect(House.modules.count >= 10)
    for module in House.modules { #expect(!module.files.isEmpty, "\(module)") }
  }

  @Test(arguments: House.modules)
  func `imports follow the arrows`(module: House.Module) throws {
    let floors = Dictionary(uniqueKeysWithValues: House.modules.map { ($0.name, $0.floor) })
    let allowed = try #require(arrows[module.floor], "the floor \(module.floor) has no arrows")
    for file in module.files {
      for (access, name) in file.imports {
        if let wrapper = wrappers[name] {
          #expect(wrapper == module.name, "\(file) imports \(name), which is \(wrapper)'s")
          #expect(access == "internal", "\(file): a C module is imported internally")
        } else if let floor = floors[name] {
          let isFine = allowed.contains(floor) || name == module.name
          #expect(isFine, "\(file) imports \(name): \(module.floor) must not know \(floor)")
        } else {
          #expect(toolchain.contains(name), "\(file) imports \(name)")
        }
      }
    }
  }

  @Test(arguments: House.modules)
  func `raw memory stays where it belongs`(module: House.Module) {
    guard module.floor != "Host", module.floor != "Services" else { return }
    for file in module.files where !kernels.contains(file.path) {
      let lines = file.lines.indices.filter { line in
        file.lines[line].split { !$0.isLetter && $0 != "_" }.contains("unsafe")
          && !file.lines[line].contains("//")
      }
      #expect(lines.isEmpty, "\(file) says 'unsafe' on line \(lines.map { $0 + 1 })")
    }
  }

  @Test(arguments: House.modules)
  func `a file can be read in one sitting`(module: House.Module) {
    for file in module.files {
      #expect(file.lines.count <= 351, "\(file) has \(file.lines.count) lines: split it")
    }
  }

  @Test(arguments: House.modules)
  func `a module says what it is in its first paragraph`(module: House.Module) throws {
    let main = try #require(
      module.files.first { $0.path.hasSuffix("/\(module.name)/\(module.name).swift") },
      "\(module) has no file of its own name")
    let first = try #require(main.lines.first)
    #expect(first.hasPrefix("// \(module.name)"), "\(main)")
    #expect(main.lines.prefix { $0.hasPrefix("//") }.count >= 3, "\(main) says too little")
  }

  @Test func `the map names every module`() throws {
    let map = try House.text("Sources/README.md")
    for module in House.modules {
      #expect(map.contains("`\(module.name)`"), "Sources/README.md does not know \(module)")
    }
  }
}

@Suite struct `The finished program` {
  @Test func `needs neither Foundation nor ICU`() {
    let libraries = Shell.run("ldd $(command -v plumb)")
    #expect(libraries.status == 0)
    #expect(libraries.output.contains("libswiftCore"))
    for unwanted in ["Foundation", "icu", "libcurl-gnutls"] {
      #expect(!libraries.output.lowercased().contains(unwanted.lowercased()), "\(libraries.output)")
    }
  }
}

@Suite struct `The documents tell the truth` {
  @Test func `every make target in the README exists`() throws {
    let makefile = try House.text("Makefile")
    let readme = try House.text("README.md")
    let targets = Set(
      readme.split { $0 == "`" || $0 == "\n" }.compactMap { part -> Substring? in
        let words = part.split(separator: " ").filter { $0 != "$" }
        return words.count > 1 && words[0] == "make" && words[1].allSatisfy(\.isLetter)
          ? words[1] : nil
      })
    #expect(targets.isSuperset(of: ["demo", "test"]))
    for target in targets {
      let isThere = makefile.contains("\n\(target):")
      #expect(isThere, "the README says make \(target)")
    }
  }

  @Test func `every guard is in the README`() throws {
    let readme = try House.text("README.md")
    let codes = try House.swiftFiles(below: "Sources/Pipeline/Planning/Guards").flatMap {
      $0.lines.joined(separator: " ").split(separator: "\"PL5").dropFirst().map {
        "PL5\($0.prefix(2))"
      }
    }
    #expect(codes.count >= 14)
    for code in codes { #expect(readme.contains("\n| \(code) | "), "the README lacks \(code)") }
  }

  @Test func `every path in the README exists`() throws {
    for document in ["README.md", "Sources/README.md"] {
      let folder = document.hasPrefix("Sources") ? "\(House.root)/Sources" : House.root
      for part in try House.text(document).split(separator: "](").dropFirst() {
        let link = part.prefix { $0 != ")" && $0 != "#" }
        guard !link.isEmpty, !link.hasPrefix("http") else { continue }
        #expect(Files.exists("\(folder)/\(link)"), "\(document) links to \(link)")
      }
    }
  }
}
