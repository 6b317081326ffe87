internal import Glibc

/// The environment variables of the process, captured once in `main` and passed down as a value.
public struct Environment: Hashable, Sendable {
  public let variables: [String: String]

  public init(_ variables: [String: String] = [:]) {
    self.variables = variables
  }

  public subscript(name: String) -> String? { variables[name] }

  /// The value of a variable that is set and not empty: what most conventions call "set".
  public func nonEmpty(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What the process was started with. Of a name that occurs twice the first one counts, as in
  /// `getenv`.
  public static func captured() -> Environment {
    var variables: [String: String] = [:]
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let line = unsafe String(cString: text)
      if let sign = line.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(line[..<sign])
        if variables[name] == nil {
          variables[name] = String(line[line.utf8.index(after: sign)...])
        }
      }
      unsafe entry += 1
    }
    return Environment(variables)
  }
}
