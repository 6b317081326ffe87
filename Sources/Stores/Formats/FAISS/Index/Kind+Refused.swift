extension Kind {
  private static let bits = "holds bit vectors"
  private static let additive = "holds codes of an additive quantizer"
  private static let packed = "holds codes packed for fast scans"
  private static let rabitq = "holds RaBitQ codes"
  private static let opaque = "holds what only its own library can read"
  private static let coarse = "chooses lists and holds no rows"

  /// Every other kind that some version of faiss writes.
  static let refused: [String: (name: String, holds: String)] = [
    "IxHe": ("IndexLSH", "holds only signs"), "IxHE": ("IndexLSH", "holds only signs"),
    "IxRq": ("IndexResidualQuantizer", additive), "IxRQ": ("IndexResidualQuantizer", additive),
    "IxLS": ("IndexLocalSearchQuantizer", additive),
    "IxPR": ("IndexProductResidualQuantizer", additive),
    "IxPL": ("IndexProductLocalSearchQuantizer", additive),
    "IwRQ": ("IndexIVFResidualQuantizer", additive),
    "IwLS": ("IndexIVFLocalSearchQuantizer", additive),
    "IwPR": ("IndexIVFProductResidualQuantizer", additive),
    "IwPL": ("IndexIVFProductLocalSearchQuantizer", additive),
    "IPfs": ("IndexPQFastScan", packed), "IwPf": ("IndexIVFPQFastScan", packed),
    "IRfs": ("IndexResidualQuantizerFastScan", packed),
    "ILfs": ("IndexLocalSearchQuantizerFastScan", packed),
    "IPRf": ("IndexProductResidualQuantizerFastScan", packed),
    "IPLf": ("IndexProductLocalSearchQuantizerFastScan", packed),
    "IVRf": ("IndexIVFResidualQuantizerFastScan", packed),
    "IVLf": ("IndexIVFLocalSearchQuantizerFastScan", packed),
    "NPRf": ("IndexIVFProductResidualQuantizerFastScan", packed),
    "NPLf": ("IndexIVFProductLocalSearchQuantizerFastScan", packed),
    "Ixrq": ("IndexRaBitQ", rabitq), "Ixrr": ("IndexRaBitQ", rabitq),
    "Irfn": ("IndexRaBitQFastScan", rabitq), "Irfs": ("IndexRaBitQFastScan", rabitq),
    "Iwrq": ("IndexIVFRaBitQ", rabitq), "Iwrr": ("IndexIVFRaBitQ", rabitq),
    "Iwrn": ("IndexIVFRaBitQFastScan", rabitq), "Iwrf": ("IndexIVFRaBitQFastScan", rabitq),
    "IHNr": ("IndexHNSWRaBitQ", rabitq),
    "IxEe": ("IndexEDEN", "holds EDEN codes"), "IwEe": ("IndexIVFEDEN", "holds EDEN codes"),
    "IHN2": ("IndexHNSW2Level", "holds codes of two levels"),
    "Ix2L": ("Index2Layer", "holds codes of two levels"),
    "IwPn": ("IndexIVFFlatPanorama", "was written before its layout was final"),
    "IwSh": ("IndexIVFSpectralHash", "holds only hashes"),
    "IxLa": ("IndexLattice", "holds codes of a lattice"),
    "IRMf": ("IndexRowwiseMinMaxFP16", "holds codes scaled row by row"),
    "IRMh": ("IndexRowwiseMinMax", "holds codes scaled row by row"),
    "IwIQ": ("IndexIVFIndependentQuantizer", "holds two indexes of different spaces"),
    "ImRQ": ("ResidualCoarseQuantizer", coarse), "ImLQ": ("LocalSearchCoarseQuantizer", coarse),
    "ILVQ": ("IndexSVSVamanaLVQ", opaque), "ISVL": ("IndexSVSVamanaLeanVec", opaque),
    "ISVD": ("IndexSVSVamana", opaque), "ISVF": ("IndexSVSFlat", opaque),
    "IBxF": ("IndexBinaryFlat", bits), "IBwF": ("IndexBinaryIVF", bits),
    "IBHf": ("IndexBinaryHNSW", bits), "IBMp": ("IndexBinaryIDMap", bits),
    "IBM2": ("IndexBinaryIDMap2", bits), "IBHh": ("IndexBinaryHash", bits),
    "IBHm": ("IndexBinaryMultiHash", bits), "IBFf": ("IndexBinaryFromFloat", bits),
    "IBHc": ("IndexBinaryHNSWCagra", bits),
  ]
}
