import Autoencoders
import Tensors

extension Benchmark {
  /// Steps of TopK autoencoders, against the encoder's product alone.
  static let training = Benchmark(
    name: "training", summary: "TopK autoencoders of 768 activations, k = 32, batches of 4096"
  ) {
    for width in [6144, 24_576] {
      let rows = trainingRows(count: 4096, width: 768)
      var configuration = TrainingConfiguration(width: width, k: 32, steps: 100)
      configuration.center = .mean
      var trainer = try AutoencoderTrainer(
        configuration: configuration, sample: rows.rows(0..<512))
      let shape = ProductShape(rows: 4096, inner: 768, columns: width, count: 1)
      _ = try trainer.step(rows)
      var step = Double.infinity
      var product = Double.infinity
      // In turns, so that what else runs on the machine falls on both.
      for _ in 0..<3 {
        product = min(product, shape.seconds { seconds(repeating: 1, $0) })
        step = min(step, try seconds(repeating: 1) { _ = try trainer.step(rows) })
      }
      print(
        "  width \(width): \(figure(step, digits: 3)) s a step, \(figure(4096 / step, digits: 0))",
        "tokens/s;")
      print(
        "    the encoder's product alone \(figure(product, digits: 3)) s at",
        "\(figure(shape.operations / product / 1e9)) GFLOP/s,",
        "\(figure(100 * product / step)) % of the step")
    }
  }
}

/// Rows that are sums of eight of 2000 random directions.
private func trainingRows(count: Int, width: Int) -> Matrix {
  var random = SplittableRandom(seed: 1)
  let directions = Matrix(
    rows: 2000, columns: width, elements: (0..<2000 * width).map { _ in random.normal() / 28 })
  var rows = Matrix(rows: count, columns: width)
  for row in 0..<count {
    for _ in 0..<8 {
      let direction = Int(random.next() % 2000)
      var target = rows[mutableRow: row]
      add(directions[row: direction], scale: 1 + random.uniform(), to: &target)
    }
  }
  return rows
}
