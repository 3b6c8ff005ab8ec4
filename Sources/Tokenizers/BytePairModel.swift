/// Byte-pair encoding: what a piece of text begins as, and what merges.
struct BytePairModel: Sendable {
  /// What a piece is cut into before the first merge.
  enum Symbols: Sendable {
    /// One symbol a byte: the id of each byte, -1 where the vocabulary lacks it.
    case bytes([Int32])
    /// One symbol a character. Where the vocabulary lacks it, the ids of its bytes if all are
    /// there (256 ids, -1 where lacking; nil to not look for them).
    case characters(byteIds: [Int32]?)
  }

  let vocabulary: Vocabulary
  let merges: MergeTable
  let symbols: Symbols

  /// The token for what has no other; without one such text is dropped.
  var unknown: Int?

  /// Neighbours without a token become one unknown token, not one each.
  var fusesUnknown = false

  /// A piece that is itself a token is taken whole, whatever the merges would make of it.
  var takesWholePieces = false
}

extension BytePairModel {
  /// Cuts a piece into the symbols that merging begins with.
  ///
  /// - Parameters:
  ///   - piece: Bytes of a piece; valid UTF-8 unless symbols are bytes.
  ///   - output: Emptied, then given the symbols in order.
  func cut(_ piece: Span<UInt8>, into output: inout [Symbol]) {
    output.removeAll(keepingCapacity: true)
    switch symbols {
    case .bytes(let ids):
      for index in piece.indices {
        let id = ids[Int(piece[index])]
        if id >= 0 {
          output.append(Symbol(id: UInt32(id), start: index, end: index + 1))
        } else {
          appendUnknown(index..<index + 1, to: &output)
        }
      }
    case .characters(let byteIds):
      var index = 0
      while index < piece.count {
        let end = index + scalar(of: piece, at: index).length
        cutCharacter(piece, index..<end, byteIds, into: &output)
        index = end
      }
    }
  }

  private func cutCharacter(
    _ piece: Span<UInt8>, _ range: Range<Int>, _ byteIds: [Int32]?, into output: inout [Symbol]
  ) {
    if let id = vocabulary.find(piece.extracting(range)) {
      output.append(Symbol(id: UInt32(id), start: range.lowerBound, end: range.upperBound))
    } else if let byteIds, range.allSatisfy({ byteIds[Int(piece[$0])] >= 0 }) {
      for index in range {
        let id = UInt32(byteIds[Int(piece[index])])
        output.append(Symbol(id: id, start: index, end: index + 1))
      }
    } else {
      appendUnknown(range, to: &output)
    }
  }

  private func appendUnknown(_ range: Range<Int>, to output: inout [Symbol]) {
    guard let unknown else { return }
    let last = output.count - 1
    if fusesUnknown && last >= 0 && output[last].id == UInt32(unknown)
      && output[last].end == range.lowerBound
    {
      output[last].end = range.upperBound
    } else {
      output.append(
        Symbol(id: UInt32(unknown), start: range.lowerBound, end: range.upperBound))
    }
  }
}

/// A token in the making: where in its piece it stands.
struct Symbol {
  var id: UInt32
  var start: Int
  var end: Int
}
