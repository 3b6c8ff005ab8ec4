public import Tensors
import Transformers

/// Where the numbers come from that are patched in.
public enum PatchSource: Sendable {
  /// Another prompt's run.
  case resample
  /// Zeros.
  case zero
  /// The site's mean over all positions of the prompts that are patched from.
  case mean
  /// What is there, and normal noise as many times as wide as the site's own deviation.
  case noise(scale: Float, seed: UInt64)
  /// What is there, and a vector of the site's width, shape `[1, width]`.
  case steer(Matrix)

  /// The name by which results call it.
  public var name: String {
    switch self {
    case .resample: "resample"
    case .zero: "zero"
    case .mean: "mean"
    case .noise: "noise"
    case .steer: "steer"
    }
  }
}

/// The numbers that a source puts at a site.
struct PatchValues {
  let source: PatchSource
  let site: Site

  /// What the run holds there that is patched from.
  private let given: Matrix
  private let mean: Matrix?
  private let deviation: Float

  init(_ source: PatchSource, at site: Site, in run: Baseline) throws {
    self.source = source
    self.site = site
    given = try run.activation(site.name)
    mean = given.meanRow
    deviation = if case .noise = source { given.deviation } else { 0 }
    if case .steer(let vector) = source, vector.columns != site.width {
      throw AnalysisError(
        code: .unusableRequest,
        message:
          "a vector of \(vector.columns) numbers does not fit the \(site.width) of this site",
        path: site.name)
    }
  }

  /// The numbers for some positions.
  ///
  /// - Parameters:
  ///   - rows: The rows that stand for them in the run that is patched from.
  ///   - held: What is there now, shape `[position, width]`.
  /// - Returns: Shaped like `held`.
  func values(from rows: [Int], to held: Matrix) -> Matrix {
    switch source {
    case .resample: return given.gatheringRows(rows)
    case .zero: return Matrix(rows: held.rows, columns: held.columns)
    case .mean: return mean.map { Matrix(repeating: $0, rows: held.rows) } ?? held
    case .steer(let vector): return held + Matrix(repeating: vector, rows: held.rows)
    case .noise(let scale, let seed):
      let random = SplittableRandom(seed: seed).split(site.name)
      var noisy = held
      for (index, row) in rows.enumerated() {
        var random = random.split(UInt64(row))
        var target = noisy[mutableRow: index]
        for i in target.indices { target[i] += scale * deviation * random.normal() }
      }
      return noisy
    }
  }
}

extension Matrix {
  /// The mean of the rows, shape `[1, columns]`; zeros of no rows.
  var meanRow: Matrix {
    var sums = [Double](repeating: 0, count: columns)
    for index in 0..<rows {
      let row = self[row: index]
      for i in row.indices { sums[i] += Double(row[i]) }
    }
    return Matrix(row: sums.map { Float($0 / Double(Swift.max(rows, 1))) })
  }

  /// The deviation of all elements from their mean.
  fileprivate var deviation: Float {
    let elements = elements
    let count = Double(Swift.max(elements.count, 1))
    let mean = elements.reduce(0.0) { $0 + Double($1) } / count
    let squares = elements.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return Float((squares / count).squareRoot())
  }
}
