import Tensors

/// The windows of a corpus that a model learns from, each the opening token and a stretch of one
/// document, in an order drawn anew for every time through.
struct TextWindows: Sendable {
  private let tokens: TokenFile
  private let beginning: Int
  private let random: SplittableRandom

  /// Where each window's text lies among the tokens.
  private let ranges: [Range<Int>]

  /// How many windows there are.
  var count: Int { ranges.count }

  /// Cuts documents into windows.
  ///
  /// - Parameters:
  ///   - tokens: The corpus.
  ///   - beginning: The token that opens each document, and will open each window.
  ///   - contextSize: The longest window, with that token.
  ///   - seed: What orders the windows.
  init(_ tokens: TokenFile, beginning: Int, contextSize: Int, seed: UInt64) {
    precondition(contextSize >= 2, "TextWindows: a context of \(contextSize)")
    self.tokens = tokens
    self.beginning = beginning
    random = SplittableRandom(seed: seed).split("windows")
    var ranges: [Range<Int>] = []
    var start = 0
    for index in 0...tokens.count {
      let ends = index == tokens.count || tokens[index] == beginning
      if ends || index - start == contextSize - 1 {
        if start < index { ranges.append(start..<index) }
        start = ends ? index + 1 : index
      }
    }
    self.ranges = ranges
  }

  /// A window's tokens.
  func window(_ index: Int) -> [Int] { [beginning] + ranges[index].map { tokens[$0] } }

  /// Some windows evenly spread over the corpus.
  func sample(_ wanted: Int) -> [[Int]] {
    let taken = min(wanted, count)
    return (0..<taken).map { window($0 * count / taken) }
  }

  /// The batches of a run, from a given step on.
  func batches(of size: Int, fromStep step: Int) -> Batches {
    Batches(windows: self, size: size, next: step * size)
  }

  /// Batches of windows without end; the same step gives the same batch wherever reading began.
  struct Batches {
    private let windows: TextWindows
    private let size: Int
    private var next: Int
    private var epoch = -1
    private var order: [Int] = []

    fileprivate init(windows: TextWindows, size: Int, next: Int) {
      self.windows = windows
      self.size = size
      self.next = next
    }

    /// The windows of the next step.
    mutating func nextBatch() -> [[Int]] {
      (0..<size).map { _ in
        defer { next += 1 }
        if next / windows.count != epoch {
          epoch = next / windows.count
          order = windows.order(ofEpoch: epoch)
        }
        return windows.window(order[next % windows.count])
      }
    }
  }

  private func order(ofEpoch epoch: Int) -> [Int] {
    var random = random.split(UInt64(epoch))
    return Array(ranges.indices).shuffled(using: &random)
  }
}
