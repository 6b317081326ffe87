import Foundation
import Model
import Testing
import Wire
import YAML

@testable import Manifests

/// Documents for the comparison of checker and schema: the examples, and each of them changed at one
/// place in every way that the language has an opinion on.
enum Documents {
  struct Document {
    let text: String
    let isConnections: Bool
    /// What was changed, for a message.
    let change: String
  }

  static func all() throws -> [Document] {
    var documents: [Document] = []
    var seen: Set<String> = []
    for (name, root) in try examples() {
      let isConnections = name == "connections.yaml"
      let shape: Shape = .object(isConnections ? ConnectionsShape.shape : ManifestShape.shape)
      let changes = [("nothing", root)] + changed(root, shape, at: "")
      for (index, (change, value)) in changes.enumerated() {
        // Everything of a few documents and a part of the others keeps the test at seconds.
        let text = JSONWriter.text(value)
        guard index % 19 == 0 || change.hasPrefix("+") && index % 4 == 0 || documents.count < 300,
          seen.insert(text).inserted
        else { continue }
        documents.append(
          Document(text: text, isConnections: isConnections, change: "\(name): \(change)"))
      }
    }
    return documents
  }

  private static func examples() throws -> [(String, PayloadValue)] {
    let files =
      ExampleTests.files.map { ExampleTests.folder.appending(path: $0) }
      + [Golden.root.appending(path: "examples/connections.yaml")]
    return try files.flatMap { file in
      let stream = YAMLReader.read(try Golden.bytes(file))
      return stream.documents.map { root in
        var checker = Checker(
          SourceLines(file: "", bytes: []), homes: Language.manifestHomes, allowsVariables: true)
        return (file.lastPathComponent, checker.anything(root, at: .top))
      }
    }
  }

  private static let others: [PayloadValue] = [
    .null, .bool(true), .bool(false), .int(0), .int(1), .int(-1), .int(70_000), .int(1 << 40),
    .double(0.25), .double(2), .double(1.5), .double(-0.5), .string(""), .string("abc"),
    .string("_plumb"), .string("a/b"), .string("true"), .string("${NAME}"),
    .string("2026-12-01T00:00:00Z"), .list([]), .list([.string("abc")]), .list([.int(1)]),
    .list([.string("abc"), .string("abc")]), .object([:]), .object(["abc": .int(1)]),
    .object(["size": .int(3), "distance": .string("Dot")]), .object(["": .string("abc")]),
  ]

  /// Every document that differs from `value` at one place.
  private static func changed(_ value: PayloadValue, _ shape: Shape?, at way: String)
    -> [(String, PayloadValue)]
  {
    var results = others.map { ("\(way) = \(JSONWriter.text($0))", $0) }
    switch value {
    case .string(let text):
      results.append(("\(way) misspelt", .string(String(text.dropLast()) + "x")))
      // The default of a variable would change with it, and only the checker looks at that.
      if !text.holdsVariable { results.append(("\(way) upper case", .string(text.uppercased()))) }
    case .int(let number):
      results.append(("\(way) as a double", .double(Double(number))))
      results.append(("\(way) as text", .string(String(number))))
    case .list(let values):
      for (index, element) in values.enumerated() {
        let inner = changed(element, shape?.element, at: "\(way)[\(index)]")
        results += inner.map { change, new in
          var values = values
          values[index] = new
          return (change, .list(values))
        }
        results.append(("\(way) twice \(index)", .list(values + [element])))
      }
    case .object(let object): results += changed(object, shape, at: way)
    case .null, .bool, .double: break
    }
    return results
  }

  private static func changed(_ object: PayloadObject, _ shape: Shape?, at way: String)
    -> [(String, PayloadValue)]
  {
    var results: [(String, PayloadValue)] = []
    for (key, value) in object {
      var without = object
      without[key] = nil
      results.append(("\(way).\(key) deleted", .object(without)))
      without[key + "x"] = value
      results.append(("\(way).\(key) renamed", .object(without)))
      results += changed(value, shape?.value(of: key, in: object), at: "\(way).\(key)").map {
        change, new in
        var object = object
        object[key] = new
        return (change, .object(object))
      }
    }
    for field in shape?.object(for: object)?.fields ?? [] where object[field.name] == nil {
      var more = object
      more[field.name] = field.example.map(PayloadValue.init) ?? .bool(true)
      results.append(("+\(way).\(field.name)", .object(more)))
    }
    return results
  }
}

extension PayloadValue {
  init(_ json: JSON) {
    self = (try? JSONReader.value(JSONWriter.text(json))) ?? .null
  }
}

extension Shape {
  var element: Shape? {
    if case .list(let list) = self { return list.element }
    return nil
  }

  func object(for value: PayloadObject) -> ObjectShape? {
    switch self {
    case .object(let object): object
    case .either(let shapes): shapes.lazy.compactMap { $0.object(for: value) }.first
    case .having(let keys, let object, _): keys.contains { value[$0] != nil } ? object : nil
    case .map, .list, .text, .integer, .number, .boolean, .yes, .null, .anything: nil
    }
  }

  func value(of key: String, in object: PayloadObject) -> Shape? {
    if let field = self.object(for: object)?.field(key) { return field.shape }
    switch self {
    case .map(let dictionary), .having(_, _, let dictionary): return dictionary.values
    default: return nil
    }
  }
}
