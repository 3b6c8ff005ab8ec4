import Probes
import Tensors

extension Benchmark {
  /// L1 probes of twelve layers, one after the other, to a gap of 1e-6.
  static let probes = Benchmark(
    name: "probes", summary: "L1 probes of 12 layers of 3072 neurons, C = 0.12, gap 1e-6"
  ) {
    for rowCount in [800, 5000] {
      let layers = (0..<12).map { ProbingLayer(rows: rowCount, columns: 3072, seed: UInt64($0)) }
      var regression = LogisticRegression(penalty: .l1, C: 0.12)
      regression.tolerance = 1e-6
      var active = 0
      let time = try seconds {
        active = 0
        for layer in layers {
          let fit = try regression.fit(layer.x, labels: layer.labels)
          precondition(fit.converged, "probes: the gap did not close")
          active += fit.coefficients.count { $0 != 0 }
        }
      }
      print("  \(rowCount) rows: \(figure(time, digits: 3)) s, \(active) active in all")
    }
  }

  /// A logistic regression for each neuron of a layer.
  static let logits = Benchmark(
    name: "logits", summary: "logistic regressions of 4096 neurons, 400 rows each"
  ) {
    let layer = ProbingLayer(rows: 400, columns: 4096, seed: 1)
    let time = try seconds {
      let fits = try logitFits(layer.x, labels: layer.labels)
      precondition(fits.allSatisfy(\.converged), "logits: a fit did not converge")
    }
    print("  \(figure(4096 / time / 1000)) thousand fits/s")
  }
}

/// Correlated neurons, some of which know the label.
private struct ProbingLayer: Sendable {
  let x: Matrix
  let labels: [Bool]

  init(rows: Int, columns: Int, seed: UInt64) {
    var random = SplittableRandom(seed: seed)
    labels = (0..<rows).map { _ in random.uniform() < 0.5 }
    let weights = (0..<columns).map { _ in random.normal() }
    let knowledge = (0..<columns).map { _ in random.uniform() < 0.02 ? random.normal() : 0 }
    var x = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      let shared = random.normal()
      var target = x[mutableRow: row]
      for column in 0..<columns {
        let own = random.normal() - 0.7 + (labels[row] ? knowledge[column] : 0)
        let value = own + 0.3 * shared * weights[column]
        target[column] = max(value, 0.05 * value)
      }
    }
    self.x = x
  }
}
