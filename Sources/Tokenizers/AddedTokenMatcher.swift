/// Finds added tokens in text: of those that begin leftmost the longest, then on from its end.
///
/// A tree of bytes: each node has its first child and its next sibling.
struct AddedTokenMatcher: Sendable {
  private struct Node {
    let byte: UInt8
    var firstChild = -1
    var nextSibling = -1
    var token = -1
  }

  /// A token in a text.
  struct Match {
    let token: AddedToken
    let range: Range<Int>
  }

  private let tokens: [AddedToken]
  private var nodes = [Node(byte: 0)]
  private var beginnings = [Int](repeating: -1, count: 256)

  /// There is nothing to find.
  var isEmpty: Bool { tokens.isEmpty }

  /// Makes a matcher of tokens by the bytes that stand for each; empty ones are never found.
  init(_ entries: [(token: AddedToken, bytes: [UInt8])]) {
    tokens = entries.map(\.token)
    for (index, entry) in entries.enumerated() where !entry.bytes.isEmpty {
      var node = 0
      for byte in entry.bytes { node = child(of: node, by: byte) ?? addChild(to: node, by: byte) }
      nodes[node].token = index
    }
    var node = nodes[0].firstChild
    while node >= 0 {
      beginnings[Int(nodes[node].byte)] = node
      node = nodes[node].nextSibling
    }
  }

  /// The first token in a range, by bytes alone.
  func firstMatch(in text: Span<UInt8>, _ range: Range<Int>) -> Match? {
    for start in range where beginnings[Int(text[start])] >= 0 {
      if let match = longestMatch(in: text, start..<range.upperBound) { return match }
    }
    return nil
  }

  private func longestMatch(in text: Span<UInt8>, _ range: Range<Int>) -> Match? {
    var node = beginnings[Int(text[range.lowerBound])]
    var index = range.lowerBound + 1
    var found: Match?
    while node >= 0 {
      if nodes[node].token >= 0 {
        found = Match(token: tokens[nodes[node].token], range: range.lowerBound..<index)
      }
      guard index < range.upperBound, let next = child(of: node, by: text[index]) else { break }
      node = next
      index += 1
    }
    return found
  }

  private func child(of node: Int, by byte: UInt8) -> Int? {
    var child = nodes[node].firstChild
    while child >= 0 && nodes[child].byte != byte { child = nodes[child].nextSibling }
    return child >= 0 ? child : nil
  }

  private mutating func addChild(to node: Int, by byte: UInt8) -> Int {
    nodes.append(Node(byte: byte, nextSibling: nodes[node].firstChild))
    nodes[node].firstChild = nodes.count - 1
    return nodes.count - 1
  }
}
