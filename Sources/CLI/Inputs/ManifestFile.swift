/// A file that was named on the command line or found in a folder, and what it holds.
struct ManifestFile: Hashable, Sendable {
  /// As the caller would write it: relative stays relative.
  let path: String
  let bytes: [UInt8]
}
