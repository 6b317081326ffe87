/// What the first four bytes of an index say that it is.
struct Kind: Sendable {
  /// As faiss's classes are named.
  let name: String
  let layout: Layout

  /// How a kind is read.
  enum Layout: Sendable {
    case flat, flatPanorama
    case idMap
    case lists(ListCodes)
    case legacyLists(LegacyCodes)
    case graph(Graph)
    case scalar
    case product(isLegacy: Bool)
    case multiIndex
    case transformed
    case refined
    /// Written in place of an index that is missing.
    case absent
    /// Known and not read; the words say what it holds.
    case refused(String)
  }

  /// What the lists of an inverted file hold.
  enum ListCodes: Sendable {
    case floats, floatsWithDuplicates, floatsPanorama
    case scalar(isLegacy: Bool)
    case product(isRefined: Bool)
  }

  /// The same in files of 2018 and before, which keep codes after all ids.
  enum LegacyCodes: Sendable {
    case floats, floatBytes, scalar
    case product(isRefined: Bool)
  }

  enum Graph: Sendable {
    case hnsw, hnswPanorama, hnswCagra(isLegacy: Bool)
    case nsg, nnDescent
  }

  init(_ name: String, _ layout: Layout) {
    self.name = name
    self.layout = layout
  }

  static func named(_ fourcc: String) -> Kind? {
    read[fourcc] ?? refused[fourcc].map { Kind($0.name, .refused($0.holds)) }
  }

  private static let read: [String: Kind] = [
    "IxF2": Kind("IndexFlatL2", .flat), "IxFI": Kind("IndexFlatIP", .flat),
    "IxFl": Kind("IndexFlat", .flat),
    "IxFP": Kind("IndexFlatL2Panorama", .flatPanorama),
    "IxFp": Kind("IndexFlatIPPanorama", .flatPanorama),
    "IxMp": Kind("IndexIDMap", .idMap), "IxM2": Kind("IndexIDMap2", .idMap),
    "IwFl": Kind("IndexIVFFlat", .lists(.floats)),
    "IwFd": Kind("IndexIVFFlatDedup", .lists(.floatsWithDuplicates)),
    "IwP2": Kind("IndexIVFFlatPanorama", .lists(.floatsPanorama)),
    "IwSq": Kind("IndexIVFScalarQuantizer", .lists(.scalar(isLegacy: false))),
    "IwSQ": Kind("IndexIVFScalarQuantizer", .lists(.scalar(isLegacy: true))),
    "IwPQ": Kind("IndexIVFPQ", .lists(.product(isRefined: false))),
    "IwQR": Kind("IndexIVFPQR", .lists(.product(isRefined: true))),
    "IvFl": Kind("IndexIVFFlat", .legacyLists(.floats)),
    "IvFL": Kind("IndexIVFFlat", .legacyLists(.floatBytes)),
    "IvSQ": Kind("IndexIVFScalarQuantizer", .legacyLists(.scalar)),
    "IvPQ": Kind("IndexIVFPQ", .legacyLists(.product(isRefined: false))),
    "IvQR": Kind("IndexIVFPQR", .legacyLists(.product(isRefined: true))),
    "IHNf": Kind("IndexHNSWFlat", .graph(.hnsw)), "IHNs": Kind("IndexHNSWSQ", .graph(.hnsw)),
    "IHNp": Kind("IndexHNSWPQ", .graph(.hnsw)),
    "IHfP": Kind("IndexHNSWFlatPanorama", .graph(.hnswPanorama)),
    "IHNc": Kind("IndexHNSWCagra", .graph(.hnswCagra(isLegacy: true))),
    "IHc2": Kind("IndexHNSWCagra", .graph(.hnswCagra(isLegacy: false))),
    "INSf": Kind("IndexNSGFlat", .graph(.nsg)), "INSp": Kind("IndexNSGPQ", .graph(.nsg)),
    "INSs": Kind("IndexNSGSQ", .graph(.nsg)),
    "INNf": Kind("IndexNNDescentFlat", .graph(.nnDescent)),
    "IxSQ": Kind("IndexScalarQuantizer", .scalar),
    "IxPq": Kind("IndexPQ", .product(isLegacy: false)),
    "IxPQ": Kind("IndexPQ", .product(isLegacy: true)),
    "IxPo": Kind("IndexPQ", .product(isLegacy: false)),
    "Imiq": Kind("MultiIndexQuantizer", .multiIndex),
    "IxPT": Kind("IndexPreTransform", .transformed),
    "IxRF": Kind("IndexRefine", .refined), "IxRP": Kind("IndexRefinePanorama", .refined),
    "null": Kind("no index", .absent),
  ]
}
