// Conformance: what every target must do, written once and run against each of them.
//
// A target's own tests run every case of `Conformance.cases` on a target with nothing in it.

import Model

/// An empty target, and a way around Plumb to put points into it.
public struct Subject: Sendable {
  public let target: any Target
  /// Stores points that carry nobody's mark, as a program without Plumb would.
  public let insertUnmanaged:
    @Sendable (_ points: [Point], _ collection: String) async throws -> Void

  public init(
    target: any Target,
    insertUnmanaged:
      @escaping @Sendable (_ points: [Point], _ collection: String) async throws ->
      Void
  ) {
    self.target = target
    self.insertUnmanaged = insertUnmanaged
  }
}

public enum Conformance {
  /// One thing that a target must do, as a sentence.
  public struct Case: Sendable, CustomStringConvertible {
    public let name: String
    public let run: @Sendable (Subject) async throws -> Void

    public init(_ name: String, run: @escaping @Sendable (Subject) async throws -> Void) {
      self.name = name
      self.run = run
    }

    public var description: String { name }
  }

  public static let cases: [Case] =
    emptiness + collections + upserts + fidelity + payloads + deletions + scans + strangers
    + aliases + searches + locks + ledger + concurrency
}
