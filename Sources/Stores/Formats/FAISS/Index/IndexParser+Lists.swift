internal import StoreBytes

/// What an inverted file has before its lists.
struct ListsHeader: Sendable {
  let header: IndexHeader
  let listCount: Int
  /// The vectors of its quantizer are the centres that residuals are relative to.
  let quantizer: ParsedIndex
}

extension IndexParser {
  mutating func lists(_ kind: Kind, _ codes: Kind.ListCodes) throws(FormatError) -> ParsedIndex {
    let lists = try listsHeader()
    try skipDirectMap()
    let dimensions = lists.header.dimensions
    switch codes {
    case .floats:
      return parsed(kind, lists, .floats, try inverted(lists, codeSize: 4 * dimensions))
    case .floatsWithDuplicates:
      let duplicates = try duplicates()
      return parsed(
        kind, lists, .floats,
        try inverted(lists, codeSize: 4 * dimensions, duplicates: duplicates))
    case .floatsPanorama:
      let slabs = try slabs(dimensions)
      var coding = Coding.floats
      coding.slabs = slabs
      return parsed(kind, lists, coding, try panoramaLists(lists, slabs))
    case .scalar(let isLegacy):
      let quantizer = try scalarQuantizer(dimensions)
      try codeSize(quantizer.codeSize)
      let isResidual = isLegacy ? true : try flag("whether codes are residuals")
      let inverted = try inverted(lists, codeSize: quantizer.codeSize)
      return parsed(kind, lists, try residual(.scalar(quantizer), isResidual, lists), inverted)
    case .product(let isRefined):
      let isResidual = try flag("whether codes are residuals")
      let quantizer = try listProductQuantizer(dimensions)
      let inverted = try inverted(lists, codeSize: quantizer.codeSize)
      var coding = try residual(.product(quantizer), isResidual, lists)
      if isRefined { coding.refinement = try refinement(lists) }
      return parsed(kind, lists, coding, inverted)
    }
  }

  mutating func legacyLists(_ kind: Kind, _ codes: Kind.LegacyCodes) throws(FormatError)
    -> ParsedIndex
  {
    var ids: [CodeList] = []
    let lists = try listsHeader { (parser, listCount) throws(FormatError) in
      ids = try parser.legacyIDs(listCount)
    }
    try skipDirectMap()
    let dimensions = lists.header.dimensions
    switch codes {
    case .floats, .floatBytes:
      let unit = if case .floats = codes { 4 } else { 1 }
      let inverted = try legacyCodes(lists, ids, codeSize: 4 * dimensions, unit: unit)
      return parsed(kind, lists, .floats, inverted)
    case .scalar:
      let quantizer = try scalarQuantizer(dimensions)
      try codeSize(quantizer.codeSize)
      let inverted = try legacyCodes(lists, ids, codeSize: quantizer.codeSize, unit: 1)
      return parsed(kind, lists, try residual(.scalar(quantizer), true, lists), inverted)
    case .product(let isRefined):
      let isResidual = try flag("whether codes are residuals")
      let quantizer = try listProductQuantizer(dimensions)
      let inverted = try legacyCodes(lists, ids, codeSize: quantizer.codeSize, unit: 1)
      var coding = try residual(.product(quantizer), isResidual, lists)
      if isRefined { coding.refinement = try refinement(lists) }
      return parsed(kind, lists, coding, inverted)
    }
  }

  private mutating func listsHeader(
    ids: (inout IndexParser, Int) throws(FormatError) -> Void = { _, _ throws(FormatError) in }
  ) throws(FormatError) -> ListsHeader {
    let header = try header()
    let start = cursor.offset
    let listCount = try cursor.u64("the number of lists")
    guard listCount <= 1 << 40 else {
      throw cursor.failure(.corrupt, at: start, "\(listCount) lists cannot be")
    }
    _ = try cursor.u64("the number of lists to search")
    let quantizer = try index()
    try ids(&self, Int(listCount))
    return ListsHeader(header: header, listCount: Int(listCount), quantizer: quantizer)
  }

  private mutating func skipDirectMap() throws(FormatError) {
    let start = cursor.offset
    let type = try cursor.u8("the type of the direct map")
    guard type <= 2 else {
      throw cursor.failure(.corrupt, at: start, "there is no direct map of type \(type)")
    }
    try skipList(of: 8, "places of the direct map")
    if type == 2 { try skipList(of: 16, "entries of the direct map") }
  }

  private func parsed(
    _ kind: Kind, _ lists: ListsHeader, _ coding: Coding, _ inverted: InvertedLists
  ) -> ParsedIndex {
    let rows = ListRows(inverted, coding, dimensions: lists.header.dimensions)
    return ParsedIndex(
      kind: kind.name, dimensions: lists.header.dimensions, count: inverted.count,
      metric: lists.header.metric, loss: coding.loss, labelling: .lists(rows), storage: rows)
  }

  private func residual(_ decoder: Decoder, _ isResidual: Bool, _ lists: ListsHeader)
    throws(FormatError) -> Coding
  {
    guard isResidual else { return Coding(decoder: decoder) }
    guard let centres = lists.quantizer.storage,
      lists.quantizer.dimensions == lists.header.dimensions,
      case .positions = lists.quantizer.labelling
    else { throw unreadable("residuals of \(lists.quantizer.kind)") }
    return Coding(
      decoder: decoder, centres: Centres(rows: centres, count: lists.quantizer.count))
  }

  private mutating func listProductQuantizer(_ dimensions: Int) throws(FormatError)
    -> ProductQuantizer
  {
    let start = cursor.offset
    let size = try cursor.u64("the size of a code")
    let quantizer = try productQuantizer(dimensions)
    guard size == UInt64(quantizer.codeSize) else {
      throw codeSize(size, quantizer.codeSize, at: start)
    }
    return quantizer
  }

  /// The second quantizer of an IndexIVFPQR, whose codes are in the order of ids.
  private mutating func refinement(_ lists: ListsHeader) throws(FormatError) -> Refinement {
    let quantizer = try productQuantizer(lists.header.dimensions)
    let size = try product(lists.header.count, quantizer.codeSize, "bytes")
    let start = try list(of: 1, count: size, "bytes of refining codes")
    _ = try cursor.f32("the factor of the refinement")
    return Refinement(
      codes: CodeRows(
        file: cursor.file, start: start, decoder: .product(quantizer),
        dimensions: lists.header.dimensions),
      count: lists.header.count)
  }
}
