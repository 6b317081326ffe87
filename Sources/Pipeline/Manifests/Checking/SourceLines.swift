internal import Model
internal import YAML

/// The lines of a file, for showing the one that a problem is on.
struct SourceLines: Sendable {
  let file: String
  private let bytes: [UInt8]
  /// Where each line begins.
  private let starts: [Int]
  /// Whether a line may hold a secret that has to be covered.
  private let hidesSecrets: Bool

  /// A line longer than this is cut: nobody reads it, and it would be kept for every problem.
  private static let longest = 8192

  init(file: String, bytes: [UInt8], hidesSecrets: Bool = false) {
    self.file = file
    self.hidesSecrets = hidesSecrets
    self.bytes = bytes
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    for (index, byte) in bytes.enumerated()
    where byte == 0x0A || byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A) {
      starts.append(index + 1)
    }
    self.starts = starts
  }

  var count: Int { starts.count }

  /// Read as UTF-8, its lines would be noise.
  private var isUTF16: Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// The text of a 1-based line, without its line break.
  func text(_ line: Int) -> String {
    guard starts.indices.contains(line - 1), !isUTF16 else { return "" }
    var end = starts.indices.contains(line) ? starts[line] : bytes.count
    let start = starts[line - 1]
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    end = min(end, start + Self.longest)
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return hidesSecrets ? Mask.covered(text) : text
  }

  /// What stands behind the last line (a bracket that is never closed) is shown at its end.
  func place(_ mark: Mark, length: Int = 1) -> Place {
    var line = mark.line
    while line > 1, line > starts.count || line == starts.count && text(line).isEmpty { line -= 1 }
    let source = text(line)
    let column = line == mark.line ? mark.column : source.unicodeScalars.count + 1
    return Place(file: file, line: line, column: column, length: length, source: source)
  }

  /// The first line of a node, up to its end.
  func place(of node: YAMLNode) -> Place {
    let line = text(node.start.line)
    let length =
      node.end.line == node.start.line
      ? node.end.column - node.start.column
      : line.unicodeScalars.count - node.start.column + 1
    return Place(
      file: file, line: node.start.line, column: node.start.column, length: length, source: line)
  }
}
