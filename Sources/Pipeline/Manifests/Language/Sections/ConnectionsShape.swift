internal import Model
internal import Wire

/// The operator's file. Its texts may hold `${VAR}`, so every pattern lets an unexpanded one pass.
enum ConnectionsShape {
  static let kind = "Connections"

  static let shape = ObjectShape(
    "Connections", "Names for stores and targets, and where their secrets come from.",
    [
      Field(
        "apiVersion", .words([ManifestShape.version]), required: true,
        "The version of this language."),
      Field("kind", .words([kind]), required: true, "What this document describes."),
      Field(
        "stores", .map(DictionaryShape("store name", of: .object(store))),
        "Places that hold vector stores, by name.",
        example: ["local": ["files": ["path": "./stores"]]], default: .object([])),
      Field(
        "targets", .map(DictionaryShape("target name", of: .object(target))),
        "Databases that hold collections, by name.",
        example: ["local": ["local": ["path": "./plumb.db"]]], default: .object([])),
    ])

  static let store = ObjectShape(
    "Store", "One store.",
    [
      Field("files", .object(files), "A folder.", example: ["path": "./stores"]),
      Field("s3", .object(s3), "A bucket.", example: ["bucket": "vectors"]),
    ], constraints: [.exactlyOne(["files", "s3"])])

  static let files = ObjectShape(
    "FilesStore", "A folder with a metadata.json, or with one store.",
    [
      Field(
        "path", .name, required: true,
        "The folder; a relative path starts at this file's own folder.", example: "./stores")
    ])

  static let s3 = ObjectShape(
    "S3Store", "A bucket of S3 or of a server that speaks its protocol.",
    [
      Field(
        "bucket", .pattern(Pattern.bucket.orVariable), required: true, "The bucket.",
        example: "vectors"),
      Field(
        "prefix", .free, "The path in the bucket under which metadata.json lies.",
        example: "rag/stores", default: ""),
      Field("region", .name, "The region; else AWS_REGION.", example: "ap-northeast-2"),
      Field(
        "endpoint", .pattern(Pattern.origin.orVariable),
        "The address of a server that is not Amazon's.", example: "https://s3.example:9000"),
      Field("pathStyle", .boolean, "Put the bucket in the path instead of the host name."),
      Field("profile", .name, "A profile of the AWS configuration files.", example: "search"),
      Field("ca", .name, "A file with the authorities to trust instead of the system's."),
      Field("anonymous", .boolean, "Send no signature.", default: false),
    ],
    constraints: [
      .forbids(
        ["profile"], when: .isTrue("anonymous"),
        "an anonymous store sends no credentials",
        hint: "remove one of the two")
    ])

  static let target = ObjectShape(
    "TargetConnection", "One database.",
    [
      Field("local", .object(local), "A file on this machine.", example: ["path": "./plumb.db"]),
      Field(
        "qdrant", .object(qdrant), "A Qdrant server.", example: ["url": "http://localhost:6333"]),
    ], constraints: [.exactlyOne(["local", "qdrant"])])

  static let local = ObjectShape(
    "LocalTarget", "The embedded database.",
    [
      Field(
        "path", .name, required: true,
        "The file; a relative path starts at this file's own folder.", example: "./plumb.db")
    ])

  static let qdrant = ObjectShape(
    "QdrantTarget", "A Qdrant server.",
    [
      Field(
        "url", .pattern(Pattern.origin.orVariable), required: true, "The REST address.",
        example: "https://qdrant.example:6333"),
      Field(
        "grpcPort", .integer(1...65535), "The gRPC port on the same host.", example: 6334,
        default: 6334),
      Field(
        "transport", .words(of: QdrantConnection.Transport.self), "Which interface is spoken.",
        default: "auto"),
      Field(
        "apiKey", .object(secret), "Where the API key comes from.",
        example: ["env": "QDRANT_API_KEY"]),
      Field("ca", .name, "A file with the authorities to trust instead of the system's."),
      Field("certificate", .name, "A file with the client's certificate, for mutual TLS."),
      Field("key", .name, "A file with the client's private key, for mutual TLS."),
    ],
    constraints: [
      .requires(["key"], when: .has("certificate"), "a client `certificate` needs its `key`"),
      .requires(["certificate"], when: .has("key"), "a client `key` needs its `certificate`"),
    ])

  static let secret = ObjectShape(
    "SecretSource", "A place that a secret is taken from; never the secret itself.",
    [
      Field("env", .pattern(.variable), "An environment variable.", example: "QDRANT_API_KEY"),
      Field("file", .name, "A file whose content is the secret.", example: "/run/secrets/qdrant"),
    ],
    constraints: [
      .exactlyOne(["env", "file"], hint: "write, for example, `{ env: QDRANT_API_KEY }`")
    ])
}
