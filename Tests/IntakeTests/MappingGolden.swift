/// Fingerprints of one row under format 1. A change here means that every stored point is written
/// again; never change it without a new format number.
enum MappingGolden {
  static let payload = "?"
  static let vector = "?"
}
