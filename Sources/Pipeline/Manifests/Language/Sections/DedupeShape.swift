internal import Model
internal import Wire

enum DedupeShape {
  private static let ordered = ["newest", "oldest", "highest"]

  static let shape = ObjectShape(
    "DedupeRule", "Rows that agree by this rule are copies of each other, and one of them stays.",
    [
      Field(
        "by", .either([.words(["id", "text", "vector"]), .object(criterion)]), required: true,
        "What copies have in common.", example: "id"),
      Field(
        "keep", .words(of: DedupeRule.Keep.self),
        "Which copy stays. `any` is the one with the lowest id, then content, whatever the order of"
          + " the rows; `first` and `last` go by position, `longest` by the text; `newest`, `oldest`"
          + " and `highest` compare the `order` field.",
        example: "newest", default: "any"),
      Field(
        "order", .name, "The metadata key that `newest`, `oldest` and `highest` compare.",
        example: "updated_at"),
      Field(
        "missing", .words(of: DedupeRule.Missing.self),
        "What happens to rows without the `order` field: `drop` lets any copy that has it win,"
          + " `keep` leaves them out of the comparison, `error` refuses the store.", default: "drop"
      ),
      Field(
        "normalize",
        .list(ListShape(.words(of: DedupeRule.Normalization.self), unique: true)),
        "What is evened out before text is compared.", example: ["trim", "casefold"], default: []),
      Field(
        "exact", .boolean,
        "Similarity only: `true` compares all pairs, whatever that costs; `false` compares those that"
          + " an index finds, and measures its recall. Without it, more than 250,000 rows get the"
          + " index.", example: true),
    ], constraints: constraints)

  static let criterion = ObjectShape(
    "DedupeCriterion", "Metadata keys that copies agree on, or how similar their vectors are.",
    [
      Field(
        "fields", .texts(minimum: 1), "Copies have the same values of these metadata keys.",
        example: ["source", "chunk"]),
      Field(
        "similarity", .number(NumberRange(0, 1, openBelow: true)),
        "Copies of the row that stays have vectors of at least this cosine similarity to its own.",
        example: .double(0.98)),
    ], constraints: [.exactlyOne(["fields", "similarity"])])

  private static let constraints: [Constraint] = [
    .requires(
      ["order"], when: .isOne("keep", of: ordered),
      "this way to choose the copy that stays compares a metadata key, so `order` is needed",
      hint: "add, for example, `order: updated_at`"),
    .forbids(
      ["order"], when: .not(.isOne("keep", of: ordered)),
      "it is only read where `keep` is newest, oldest or highest",
      hint: "add `keep: newest`, or remove `order`"),
    .forbids(
      ["normalize"],
      when: .any([.isOne("by", of: ["id", "vector"]), .holds("by", "similarity")]),
      "this rule does not compare text",
      hint: "remove it, or compare `by: text` or `by: { fields: [...] }`"),
    .forbids(
      ["exact"], when: .not(.holds("by", "similarity")),
      "only rules by similarity have this key",
      hint: "remove it, or compare `by: { similarity: 0.98 }`"),
  ]
}
