public import Model

public struct PickleStoreFormat: FormatReader {
  public let format = StoreFormat.pickle
  public init() {}
  public func claim(_ version: StoreVersion) async -> FormatClaim? { nil }
  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  { fatalError("not yet") }
}
