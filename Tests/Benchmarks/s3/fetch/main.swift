// s3fetch: brings one version of a store in a bucket to this machine, as a plan or an apply would.
//
//   s3fetch ENDPOINT BUCKET PREFIX NAME CACHE
//
// Its parts are those of the released program; it exists because no command of that one only downloads.
import Glibc
import Host
import Model
import S3
import S3Stores

let words = CommandLine.arguments
guard words.count == 6 else {
  print("usage: s3fetch ENDPOINT BUCKET PREFIX NAME CACHE")
  exit(64)
}
let connection = S3Connection(bucket: words[2], prefix: words[3], endpoint: words[1])
let bucket = try Bucket(connection, environment: .captured(), clock: SystemClock())
let version = try await S3Store(bucket, cache: words[5]).open(name: words[4], version: nil)
for file in version.files {
  try await BlockingLane(label: "fetch").run { () throws(any Error) in
    try file.supply?.ensure(0..<file.size)
  }
  print(file.path)
}
