internal import Wire

enum QuantizationShape {
  static let shape = Shape.either([.words(["Disabled"]), .object(kinds)])

  static let kinds = ObjectShape(
    "Quantization", "One kind of smaller copies, or the word Disabled.",
    [
      Field("scalar", .object(scalar), "One byte per dimension.", example: ["type": "int8"]),
      Field(
        "product", .object(product), "Codes from learned centroids.",
        example: ["compression": "x16"]),
      Field(
        "binary", .object(binary), "One or two bits per dimension.", example: ["always_ram": true]),
      Field(
        "turbo", .object(turbo), "Rotated few-bit codes.", example: ["bits": "bits4"], since: "1.18"
      ),
    ], constraints: [.exactlyOne(["scalar", "product", "binary", "turbo"])])

  static let scalar = ObjectShape(
    "ScalarQuantization", "One byte per dimension.",
    [
      Field("type", .words(["int8"]), required: true, "The type of a code.", example: "int8"),
      Field(
        "quantile", .number(NumberRange(0.5, 1)), "Which share of the values the codes span.",
        example: .double(0.99)),
    ] + common)

  static let product = ObjectShape(
    "ProductQuantization", "Codes from learned centroids.",
    [
      Field(
        "compression", .words(["x4", "x8", "x16", "x32", "x64"]), required: true,
        "How much smaller the copies are.", example: "x16")
    ] + common)

  static let binary = ObjectShape(
    "BinaryQuantization", "One or two bits per dimension.",
    [
      Field(
        "encoding", .words(["one_bit", "two_bits", "one_and_half_bits"]), "Bits per dimension.",
        example: "one_bit", since: "1.15"),
      Field(
        "query_encoding", .words(["default", "binary", "scalar4bits", "scalar8bits"]),
        "How the query is coded.", example: "scalar8bits", since: "1.15"),
    ] + common)

  static let turbo = ObjectShape(
    "TurboQuantization", "Rotated few-bit codes.",
    [
      Field(
        "bits", .words(["bits1", "bits1_5", "bits2", "bits4"]), "Bits per dimension.",
        example: "bits4")
    ] + common)

  private static var common: [Field] {
    [
      Field("always_ram", .boolean, "Keep the copies in memory.", example: true),
      StorageShape.memory("Where the copies are kept."),
    ]
  }
}
