import Model
import NumPy

/// The readers of numpy's files: after a first byte `z`, of archives.
enum NumPyTarget: FuzzTarget {
  static func feed(_ bytes: [UInt8], in folder: String) async throws {
    guard let first = bytes.first else { return }
    let name = first == UInt8(ascii: "z") ? "rows.npz" : "rows.npy"
    try await proveRows(
      NumPyFormat(), try version(folder, [name: Array(bytes.dropFirst())]))
  }
}
