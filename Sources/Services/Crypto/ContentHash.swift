internal import CXXHash
public import Model

/// XXH3 with 128 bits: whether content is the same, at the speed of memory. Against chance, not
/// against someone who wants two contents to collide.
///
/// Text and numbers are hashed as they lie in memory; every machine that Plumb runs on stores the
/// least byte first, and stored fingerprints depend on it.
@safe
public struct ContentHash: ~Copyable {
  private let state: OpaquePointer

  public init() {
    guard let state = unsafe XXH3_createState() else { fatalError("xxHash has no memory left") }
    unsafe self.state = state
    reset()
  }

  deinit { unsafe XXH3_freeState(state) }

  /// Starts again, so that one state serves many rows.
  public mutating func reset() { unsafe _ = XXH3_128bits_reset(state) }

  public mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe _ = XXH3_128bits_update(state, buffer.baseAddress, buffer.count)
    }
  }

  public mutating func update(_ bytes: Span<UInt8>) { update(unsafe bytes.bytes) }
  public mutating func update(_ bytes: [UInt8]) { update(unsafe bytes.span.bytes) }
  public mutating func update(_ values: Span<Float>) { update(unsafe values.bytes) }
  public mutating func update(_ values: [Float]) { update(unsafe values.span.bytes) }
  public mutating func update(_ words: [UInt64]) { update(unsafe words.span.bytes) }

  /// The hash of everything so far; more may follow.
  public borrowing func finalize() -> Hash128 {
    Hash128(unsafe XXH3_128bits_digest(state))
  }
}

extension ContentHash {
  public static func hash(_ bytes: RawSpan) -> Hash128 {
    unsafe bytes.withUnsafeBytes { buffer in
      Hash128(unsafe XXH3_128bits(buffer.baseAddress, buffer.count))
    }
  }

  public static func hash(_ bytes: Span<UInt8>) -> Hash128 { hash(unsafe bytes.bytes) }
  public static func hash(_ bytes: [UInt8]) -> Hash128 { hash(unsafe bytes.span.bytes) }
  public static func hash(_ values: Span<Float>) -> Hash128 { hash(unsafe values.bytes) }
  public static func hash(_ values: [Float]) -> Hash128 { hash(unsafe values.span.bytes) }
  public static func hash(_ text: String) -> Hash128 {
    var text = text
    return text.withUTF8 { bytes in
      Hash128(unsafe XXH3_128bits(bytes.baseAddress, bytes.count))
    }
  }
}

extension Hash128 {
  /// The canonical order of xxHash: the high half first.
  fileprivate init(_ hash: XXH128_hash_t) {
    self.init(high: hash.high64, low: hash.low64)
  }
}
