import Tensors

/// A seeded order of a harvest's rows, new in every epoch, in which rows are read a block at a time.
///
/// The rows are cut into blocks of neighbours; the blocks are shuffled; each group of as many
/// blocks as fill a buffer is read, and the group's rows are shuffled among each other. Every row
/// comes once an epoch.
///
/// How good that is: rows that follow each other come from the same block with the chance that
/// two rows of the buffer do, 31 in 16,383 for the usual sizes. A batch of 4,096 has 8 rows of each
/// of 512 blocks that were drawn from the whole harvest without replacement. Against a shuffle of
/// single rows its mean varies as if it had up to 8 times fewer rows, where a block's rows are all
/// alike; two rows of a block are at most a buffer apart. A buffer as large as the harvest, or a
/// block of one row, gives a full shuffle.
///
/// The order is a function of the seed and the sizes, on every machine.
public struct RowOrder: Equatable, Sendable {
  /// How many rows there are.
  public let count: Int

  /// How many neighbours make a block.
  public let blockRows: Int

  /// How many blocks are shuffled together.
  public let bufferBlocks: Int

  private let random: SplittableRandom

  /// Makes the order of a seed.
  ///
  /// - Parameters:
  ///   - count: How many rows there are.
  ///   - blockRows: How many neighbours make a block.
  ///   - bufferRows: About how many rows are shuffled together, and held in memory; at least a
  ///     block.
  ///   - seed: Its seed.
  public init(count: Int, blockRows: Int = 32, bufferRows: Int = 16_384, seed: UInt64) {
    precondition(
      count >= 0 && blockRows >= 1 && bufferRows >= 1,
      "RowOrder: \(count) rows in blocks of \(blockRows), \(bufferRows) at once")
    self.count = count
    self.blockRows = blockRows
    bufferBlocks = max(1, bufferRows / blockRows)
    random = SplittableRandom(seed: seed).split("RowOrder")
  }

  /// The order of one epoch.
  public func epoch(_ number: Int) -> Epoch { Epoch(self, number: number) }

  /// The order of the rows in one epoch.
  public struct Epoch: Sendable {
    private let order: RowOrder
    private let random: SplittableRandom
    private let blocks: [Int]

    /// The buffer that has the last rows' block, which may be shorter than the others.
    private let shortBuffer: Int

    fileprivate init(_ order: RowOrder, number: Int) {
      self.order = order
      random = order.random.split(UInt64(number))
      var generator = random
      blocks = shuffled((order.count + order.blockRows - 1) / order.blockRows, by: &generator)
      shortBuffer = (blocks.firstIndex(of: blocks.count - 1) ?? 0) / order.bufferBlocks
    }

    /// How many buffers the epoch takes.
    public var bufferCount: Int {
      (blocks.count + order.bufferBlocks - 1) / order.bufferBlocks
    }

    /// The buffer that holds the row of a place in the epoch, and the row's place in its order.
    func buffer(holding place: Int) -> (index: Int, start: Int) {
      // As if the short block were as long as the others, whose buffers are all of one size.
      let size = order.bufferBlocks * order.blockRows
      let gap = blocks.count * order.blockRows - order.count
      let isPastGap = place >= (shortBuffer + 1) * size - gap
      let padded = isPastGap ? place + gap : place
      return (padded / size, padded % size)
    }

    /// The rows of a buffer, in the order in which they are read.
    public func rows(ofBuffer index: Int) -> [Int] {
      let start = index * order.bufferBlocks
      return blocks[start..<min(start + order.bufferBlocks, blocks.count)].sorted().flatMap {
        $0 * order.blockRows..<min(($0 + 1) * order.blockRows, order.count)
      }
    }

    /// The order in which the rows of a buffer are used: indices into `rows(ofBuffer:)`.
    public func order(ofBuffer index: Int) -> [Int] {
      var generator = random.split(UInt64(index))
      return shuffled(rows(ofBuffer: index).count, by: &generator)
    }
  }
}

/// The numbers below `count` in random order.
///
/// Durstenfeld's shuffle. An index is the upper half of the product of 64 random bits and the
/// number of choices, whose bias is below the number of choices in 2⁶⁴. It is written out because
/// the standard library may change its own.
func shuffled(_ count: Int, by random: inout SplittableRandom) -> [Int] {
  var numbers = Array(0..<count)
  for last in stride(from: count - 1, to: 0, by: -1) {
    let choice = Int(random.next().multipliedFullWidth(by: UInt64(last + 1)).high)
    numbers.swapAt(choice, last)
  }
  return numbers
}
