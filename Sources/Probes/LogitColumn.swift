import CNumerics
import Glibc

/// A column with the labels that it is to explain, in units of its own deviation.
///
///     z = (x - mean) · scale, of mean 0 and variance 1
struct LogitColumn: ~Escapable {
  /// Whether a threshold tells the classes apart.
  let separation: Separation

  let mean: Double
  let scale: Double

  /// The share of rows whose label is 1.
  let share: Double

  /// Σ z over the rows whose label is 1.
  let positiveSum: Double

  private let values: Span<Float>
  private let labels: Span<Float>

  /// Looks at every number twice.
  ///
  /// - Parameters:
  ///   - values: The column, shape `[row]`.
  ///   - labels: The class of each row, 1 or 0; both classes are there.
  @_lifetime(copy values, copy labels)
  init(_ values: Span<Float>, labels: Span<Float>) {
    precondition(values.count == labels.count, "\(values.count) values, \(labels.count) labels")
    let count = Double(values.count)
    let ranges = withRows(values, labels, thresher_measure_class_ranges)
    let mean = ranges.sum / count
    let spread = withRows(values, labels) { thresher_measure_class_spread($0, $1, $2, mean) }
    self.values = values
    self.labels = labels
    self.mean = mean
    separation = Separation(ranges)
    scale = spread.squares > 0 ? (count / spread.squares).squareRoot() : 1
    positiveSum = spread.product * scale
    var positives = 0
    for i in labels.indices { positives += labels[i] > 0.5 ? 1 : 0 }
    share = Double(positives) / count
  }

  var count: Int { values.count }

  /// log p(label) added up, of the constant that suits best: n (q log q + (1 - q) log(1 - q)).
  var nullLogLikelihood: Double {
    Double(count) * (share * log(share) + (1 - share) * log(1 - share))
  }

  /// The log-likelihood with its derivatives.
  func moments(_ point: LogitPoint) -> thresher_logit_moments {
    withRows(values, labels) {
      thresher_measure_logit($0, $1, $2, mean, scale, point.intercept, point.slope)
    }
  }

  /// The derivatives in single precision: not finite where their numbers exceed its range.
  func roughMoments(_ point: LogitPoint) -> thresher_logit_moments {
    withRows(values, labels) {
      thresher_measure_logit_roughly(
        $0, $1, $2, Float(mean), Float(scale), Float(point.intercept), Float(point.slope))
    }
  }
}

private func withRows<Result>(
  _ values: Span<Float>, _ labels: Span<Float>,
  _ body: (UnsafePointer<Float>?, UnsafePointer<Float>?, Int) -> Result
) -> Result {
  values.withUnsafeBufferPointer { x in
    labels.withUnsafeBufferPointer { y in body(x.baseAddress, y.baseAddress, x.count) }
  }
}
