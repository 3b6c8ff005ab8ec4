/// What a whole corpus has, as its beginning lets expect.
///
///     total = sample · (bytes on disk of all files) / (bytes on disk that were read)
///     error = documents · s / √n, with s the standard deviation over the n documents of the sample
public struct CorpusEstimate: Codable, Equatable, Sendable {
  /// Which share of the files' bytes was read.
  public let fraction: Double

  /// How many documents there are.
  public let documents: Double

  /// How many bytes they have.
  public let bytes: Double

  /// How many bytes they have after cleaning.
  public let cleanedBytes: Double

  /// How many tokens they have; nil when no tokenizer is given.
  public let tokens: Double?

  /// The standard error of the number of bytes after cleaning.
  public let cleanedBytesError: Double

  /// The standard error of the number of tokens.
  public let tokensError: Double?
}

/// Sums from which a mean's error is told.
struct Spread {
  private var count = 0.0
  private var sum = 0.0
  private var squares = 0.0

  /// Adds a value.
  mutating func add(_ value: Double) {
    count += 1
    sum += value
    squares += value * value
  }

  /// The standard error of a total over `population` such values.
  func errorOfTotal(over population: Double) -> Double {
    guard count > 1 else { return .infinity }
    let variance = max(0, squares - sum * sum / count) / (count - 1)
    return population * (variance / count).squareRoot()
  }
}
