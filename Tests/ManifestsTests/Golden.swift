import Foundation
import Testing

/// Files that hold what a test expects. With PLUMB_REWRITE_GOLDEN=1 they are written instead of
/// compared; read the difference before committing it.
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let isRewriting = ProcessInfo.processInfo.environment["PLUMB_REWRITE_GOLDEN"] == "1"

  static func bytes(_ file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }

  static func names(in folder: URL, ending: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted()
  }

  static func expect(
    _ text: String, equals file: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    if isRewriting {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    #expect(text == expected, "\(file.lastPathComponent)", sourceLocation: sourceLocation)
  }
}
