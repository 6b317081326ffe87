/// Reads a text into documents of nodes.
public enum YAMLReader {
  /// All documents that could be read and everything that is wrong, sorted by place.
  ///
  /// It takes memory in proportion to `bytes` at most, whatever they say: aliases share what they
  /// name, and what they would expand to is counted before it is built.
  public static func read(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> YAMLStream {
    guard bytes.count <= limits.bytes else {
      return refusal(.tooLarge(bytes.count, limit: limits.bytes))
    }
    do throws(YAMLProblem) {
      let text = try SourceText(bytes)
      return EventSource.with(text) { source in
        var composer = Composer(text, limits)
        composer.read(&source)
        return composer.stream
      } ?? refusal(.outOfMemory(at: Mark(line: 1, column: 1, offset: 0)))
    } catch {
      return refusal(error)
    }
  }

  private static func refusal(_ problem: YAMLProblem) -> YAMLStream {
    YAMLStream(documents: [], problems: [problem])
  }
}
