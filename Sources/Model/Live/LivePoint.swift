/// What a scan of the target says of one point: enough to compare, nothing more.
public struct LivePoint: Hashable, Sendable {
  public var id: PointID
  /// Nil for a point that carries no mark of Plumb's.
  public var mark: Mark?

  /// The reserved payload key `_plumb`.
  public struct Mark: Hashable, Sendable {
    public var owner: String
    public var fingerprint: Fingerprint

    public init(owner: String, fingerprint: Fingerprint) {
      self.owner = owner
      self.fingerprint = fingerprint
    }

    /// The payload key under which it is stored.
    public static let key = "_plumb"

    /// The value as it is stored.
    public var value: PayloadObject {
      [
        "owner": .string(owner), "vector": .string(fingerprint.vector.description),
        "payload": .string(fingerprint.payload.description),
      ]
    }

    /// Reads a stored value; nil when it is not a mark.
    public init?(_ value: PayloadValue?) {
      guard case .object(let object) = value, case .string(let owner) = object["owner"],
        case .string(let vector) = object["vector"], case .string(let payload) = object["payload"],
        let vector = Hash128(vector), let payload = Hash128(payload)
      else { return nil }
      self.init(owner: owner, fingerprint: Fingerprint(vector: vector, payload: payload))
    }
  }

  public init(id: PointID, mark: Mark?) {
    self.id = id
    self.mark = mark
  }
}
