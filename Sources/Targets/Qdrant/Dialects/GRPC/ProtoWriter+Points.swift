internal import GRPC
internal import Model

// Points as they are sent: the floats of a vector are copied once, straight into the message.
extension ProtoWriter {
  mutating func id(_ field: Int, _ id: PointID) {
    switch id {
    case .number(let number):
      message(field, around: 11) { $0.number(1, number) }
    case .uuid(let uuid):
      message(field, around: 38) { $0.string(2, uuid.description) }
    }
  }

  /// A PointStruct with the owner's mark among its payload.
  mutating func point(_ field: Int, _ point: Point, mark: MarkTemplate?) {
    message(field, around: point.vectors.roughSize + 150) { writer in
      writer.id(1, point.id)
      writer.payload(3, point.payload)
      mark?.write(point.fingerprint, to: &writer)
      writer.vectors(4, point.vectors)
    }
  }

  private mutating func vectors(_ field: Int, _ vectors: Vectors) {
    message(field, around: vectors.roughSize) { writer in
      if vectors.byName.count == 1, vectors.byName[0].name.isEmpty {
        writer.vector(1, vectors.byName[0].vector)
        return
      }
      // Also for a point without any vector: older servers refuse one that leaves the field out.
      writer.message(2, around: vectors.roughSize) { writer in
        for (name, vector) in vectors.byName {
          writer.message(1, around: vector.roughSize + name.utf8.count) { writer in
            writer.string(1, name)
            writer.vector(2, vector)
          }
        }
      }
    }
  }

  private mutating func vector(_ field: Int, _ vector: Vector) {
    message(field, around: vector.roughSize) { writer in
      switch vector {
      case .dense(let values): writer.dense(101, values[...])
      case .sparse(let sparse):
        writer.message(102, around: sparse.values.count * 6) { writer in
          writer.floats(1, sparse.values)
          writer.numbers(2, sparse.indices)
        }
      case .multi(let multi):
        writer.message(103, around: 4 * multi.values.count) { writer in
          for start in stride(from: 0, to: multi.values.count, by: multi.dimensions) {
            writer.dense(1, multi.values[start..<start + multi.dimensions])
          }
        }
      }
    }
  }

  /// A DenseVector.
  mutating func dense(_ field: Int, _ values: ArraySlice<Float>) {
    message(field, around: 4 * values.count + 4) { $0.floats(1, values) }
  }
}

// Questions.
extension ProtoWriter {
  mutating func selection(payload: Int, vectors: Int, _ selection: Selection) {
    // Both are always said: what a server takes for granted differs from call to call.
    message(payload) { writer in
      switch selection.payload {
      case .none: writer.bool(1, false)
      case .all: writer.bool(1, true)
      case .only(let key): writer.message(2) { $0.string(1, key) }
      }
    }
    message(vectors) { $0.bool(1, selection.vectors) }
  }

  /// A Filter that wants all of the conditions.
  mutating func filter(_ field: Int, _ conditions: [Condition]) {
    message(field, around: 200) { writer in
      for condition in conditions {
        writer.message(2, around: 200) { $0.condition(condition) }
      }
    }
  }

  private mutating func condition(_ condition: Condition) {
    switch condition {
    case .hasID(let ids):
      message(3, around: ids.count * 40) { writer in for id in ids { writer.id(1, id) } }
    case .text(let key, let text):
      message(1) { writer in
        writer.string(1, key)
        writer.message(2) { $0.string(1, text) }
      }
    case .number(let key, let number):
      message(1) { writer in
        writer.string(1, key)
        writer.message(2) { $0.number(2, number) }
      }
    case .slice(let index, let total):
      message(8) { writer in
        writer.number(1, UInt64(total))
        if index > 0 { writer.number(2, UInt64(index)) }
      }
    }
  }
}
