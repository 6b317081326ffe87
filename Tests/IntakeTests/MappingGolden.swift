/// Fingerprints of one row under format 1. A change here means that every stored point is written
/// again; never change it without a new format number.
enum MappingGolden {
  static let payload = "3f7ad3a92169e2b85b5b4478b4a15867"
  static let vector = "3358cb8c2c9f5edabbcb41f61f2220f8"
}
