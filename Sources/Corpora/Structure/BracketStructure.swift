/// Where each byte of a text stands among its brackets.
///
/// What holds at an offset holds once the bytes before it have been read. A closing bracket closes
/// the innermost open one of its kind and those within it, which are taken to have been left open; one
/// without an open bracket of its kind closes nothing. What is never closed is open to the end, as in
/// a prompt that breaks off.
public struct BracketStructure: Sendable {
  /// The text's length in bytes.
  public let byteCount: Int

  private let entries: [Entry]

  /// A stretch of text in which nothing changes.
  public struct Segment: Equatable, Sendable {
    /// Where it stands, in bytes.
    public let range: Range<Int>

    /// The number of open brackets.
    public let depth: Int

    /// The innermost open bracket; nil outside of all.
    public let bracket: Bracket?

    /// Where the innermost open bracket stands.
    public let opener: Int?
  }

  private struct Entry {
    let start: UInt32
    let depth: UInt32
    let innermost: Open?
  }

  private struct Open {
    let bracket: Bracket
    let offset: UInt32
  }

  /// Finds the brackets of a text.
  ///
  /// - Parameters:
  ///   - text: A text of less than 4 GB.
  ///   - brackets: The kinds that count; in prose and most code `<` is no bracket.
  public init(of text: String, brackets: [Bracket] = [.round, .square, .curly]) {
    self.init(of: Array(text.utf8), brackets: brackets)
  }

  /// Finds the brackets of a text in UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: A text of less than 4 GB.
  ///   - brackets: The kinds that count.
  public init(of bytes: [UInt8], brackets: [Bracket] = [.round, .square, .curly]) {
    byteCount = bytes.count
    precondition(byteCount <= Int(UInt32.max), "BracketStructure: \(byteCount) bytes")
    entries = Self.entries(of: bytes, brackets)
  }

  /// The number of segments.
  public var segmentCount: Int { entries.count }

  /// One of the segments, in the order of the text.
  public subscript(index: Int) -> Segment {
    let entry = entries[index]
    let end = index + 1 < entries.count ? Int(entries[index + 1].start) : byteCount
    return Segment(
      range: Int(entry.start)..<end, depth: Int(entry.depth), bracket: entry.innermost?.bracket,
      opener: entry.innermost.map { Int($0.offset) })
  }

  /// The segment of the byte at `offset`, or at `byteCount` what is open at the end.
  ///
  /// - Complexity: O(log *segments*).
  public func segment(at offset: Int) -> Segment {
    precondition(
      offset >= 0 && offset <= byteCount, "BracketStructure: offset \(offset) of \(byteCount)")
    var low = 0
    var high = entries.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(entries[middle].start) <= offset { low = middle } else { high = middle }
    }
    return self[low]
  }

  private static func entries(of text: [UInt8], _ brackets: [Bracket]) -> [Entry] {
    var entries = [Entry(start: 0, depth: 0, innermost: nil)]
    var open: [Open] = []
    var openCounts = [Int](repeating: 0, count: Bracket.allCases.count)
    let roles = roles(of: brackets)
    for (offset, byte) in text.enumerated() {
      switch roles[Int(byte)] {
      case .none: continue
      case .opens(let bracket):
        open.append(Open(bracket: bracket, offset: UInt32(offset)))
        openCounts[Int(bracket.rawValue)] += 1
      case .closes(let bracket):
        guard openCounts[Int(bracket.rawValue)] > 0 else { continue }
        var closed: Open?
        repeat {
          closed = open.popLast()
          if let closed { openCounts[Int(closed.bracket.rawValue)] -= 1 }
        } while closed != nil && closed?.bracket != bracket
      }
      entries.append(
        Entry(start: UInt32(offset + 1), depth: UInt32(open.count), innermost: open.last))
    }
    return entries
  }

  /// What a byte does.
  private enum Role { case none, opens(Bracket), closes(Bracket) }

  private static func roles(of brackets: [Bracket]) -> [Role] {
    var roles = [Role](repeating: .none, count: 256)
    for bracket in brackets {
      roles[Int(bracket.openingByte)] = .opens(bracket)
      roles[Int(bracket.closingByte)] = .closes(bracket)
    }
    return roles
  }
}
