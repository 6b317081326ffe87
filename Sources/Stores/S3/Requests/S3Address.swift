internal import Model

/// Where a bucket is: which server, and whether its name stands in the host or in the path.
struct S3Address: Hashable, Sendable {
  let bucket: String
  /// Only where the operator named a server.
  private let endpoint: Origin?
  private let pathStyle: Bool?

  init(bucket: String, endpoint: Origin?, pathStyle: Bool?) {
    self.bucket = bucket
    self.endpoint = endpoint
    self.pathStyle = pathStyle
  }

  /// Host and path of a key, or of the bucket itself, in a region.
  func place(of key: String?, region: String) -> (root: String, host: String, path: String) {
    let scheme = endpoint?.scheme ?? "https"
    let server = endpoint?.host ?? "s3.\(region).\(S3Address.domain(of: region))"
    let before = endpoint?.path ?? ""
    // A key is taken as it is, also with slashes at its start.
    let tail = key.map { "/\($0)" } ?? "/"
    guard usesPath else {
      let host = "\(bucket).\(server)"
      return ("\(scheme)://\(host)", host, before + tail)
    }
    let path = "\(before)/\(bucket)" + (key == nil ? "" : tail)
    return ("\(scheme)://\(server)", server, path)
  }

  /// Other servers than Amazon's rarely have a name for every bucket.
  private var usesPath: Bool {
    pathStyle ?? (endpoint != nil || !S3Address.fitsHost(bucket))
  }

  /// A bucket with a dot is no single label, and no certificate covers it.
  private static func fitsHost(_ bucket: String) -> Bool {
    !bucket.contains(".") && (3...63).contains(bucket.utf8.count)
      && bucket.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }

  /// The domain of a region's partition.
  static func domain(of region: String) -> String {
    region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
  }
}
