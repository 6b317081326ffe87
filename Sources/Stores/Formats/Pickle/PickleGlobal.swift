/// The globals that are understood as data. Names are compared whole: a name with dots in it, which
/// would reach further in Python, is in no list.
enum PickleGlobal: UInt8 {
  case docstore, document, faissIndex, persistentData
  case codecsEncode, reconstructor, object
  case set, frozenset, bytes, bytearray, list, dict, complex, range, int, float, str, bool
  case datetime, date, time, timedelta, timezone
  case uuid, safeUUID, decimal, fraction, path, windowsPath
  case orderedDict, defaultdict, counter, deque
  case ndarray, reconstruct, scalar, frombuffer, dtype
  case timestamp, notATime

  /// What may be called with arguments, as far as a pickle is concerned.
  var isCallable: Bool {
    switch self {
    case .docstore, .document, .faissIndex, .persistentData, .object, .list, .dict, .int, .float,
      .str, .bool, .ndarray:
      false
    case .codecsEncode, .reconstructor, .set, .frozenset, .bytes, .bytearray, .complex, .range,
      .datetime, .date, .time, .timedelta, .timezone, .uuid, .safeUUID, .decimal, .fraction, .path,
      .windowsPath, .orderedDict, .defaultdict, .counter, .deque, .reconstruct, .scalar,
      .frombuffer, .dtype,
      .timestamp, .notATime:
      true
    }
  }

  /// Whose instances are made empty and then given a state.
  var isBuilt: Bool {
    switch self {
    case .docstore, .document, .faissIndex, .persistentData, .uuid: true
    default: false
    }
  }
}

extension PickleGlobal {
  /// Looks a name up in the list; nil for everything that is not data.
  static func named(_ name: String, in module: String) -> PickleGlobal? {
    if let known = table[module]?[name] { return known }
    guard name.utf8.starts(with: "Index".utf8), indexModules.contains(module),
      name.utf8.allSatisfy({ isLetterOrDigit($0) })
    else { return nil }
    return .faissIndex
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private static let indexModules: Set<String> = [
    "faiss.swigfaiss", "faiss.swigfaiss_avx2", "faiss.swigfaiss_avx512",
    "faiss.swigfaiss_avx512_spr", "faiss.swigfaiss_sve",
  ]

  private static let builtins: [String: PickleGlobal] = [
    "set": .set, "frozenset": .frozenset, "bytes": .bytes, "bytearray": .bytearray, "list": .list,
    "dict": .dict, "object": .object, "complex": .complex, "range": .range, "xrange": .range,
    "int": .int, "long": .int, "float": .float, "str": .str, "unicode": .str, "bool": .bool,
  ]

  private static let paths: [String: PickleGlobal] = [
    "PosixPath": .path, "PurePosixPath": .path, "WindowsPath": .windowsPath,
    "PureWindowsPath": .windowsPath,
  ]

  private static let multiarray: [String: PickleGlobal] = [
    "_reconstruct": .reconstruct, "scalar": .scalar,
  ]

  private static let table: [String: [String: PickleGlobal]] = [
    "builtins": builtins, "__builtin__": builtins,
    "langchain.docstore.in_memory": ["InMemoryDocstore": .docstore],
    "langchain_community.docstore.in_memory": ["InMemoryDocstore": .docstore],
    "langchain.docstore.document": ["Document": .document],
    "langchain.schema": ["Document": .document],
    "langchain.schema.document": ["Document": .document],
    "langchain_core.documents.base": ["Document": .document],
    "chromadb.segment.impl.vector.local_persistent_hnsw": ["PersistentData": .persistentData],
    "_codecs": ["encode": .codecsEncode],
    "copy_reg": ["_reconstructor": .reconstructor],
    "copyreg": ["_reconstructor": .reconstructor],
    "datetime": [
      "datetime": .datetime, "date": .date, "time": .time, "timedelta": .timedelta,
      "timezone": .timezone,
    ],
    "uuid": ["UUID": .uuid, "SafeUUID": .safeUUID],
    "decimal": ["Decimal": .decimal],
    "fractions": ["Fraction": .fraction],
    "pathlib": paths, "pathlib._local": paths,
    "collections": [
      "OrderedDict": .orderedDict, "defaultdict": .defaultdict, "Counter": .counter,
      "deque": .deque,
    ],
    "numpy": ["ndarray": .ndarray, "dtype": .dtype],
    "numpy.core.multiarray": multiarray, "numpy._core.multiarray": multiarray,
    "numpy.core.numeric": ["_frombuffer": .frombuffer],
    "numpy._core.numeric": ["_frombuffer": .frombuffer],
    "pandas._libs.tslibs.timestamps": ["_unpickle_timestamp": .timestamp],
    "pandas._libs.tslibs.nattype": ["__nat_unpickle": .notATime, "_nat_unpickle": .notATime],
  ]
}
