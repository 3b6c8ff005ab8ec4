import Autoencoders
import Tensors

extension Benchmark {
  /// Steps of TopK autoencoders, against the encoder's product alone and the memory it may take.
  static let training = Benchmark(
    name: "training", summary: "TopK autoencoders of 768 activations, k = 32, batches of 4096"
  ) {
    for width in [6144, 24_576] {
      _ = ProcessMemory.restartPeak()
      let rows = trainingRows(count: 4096, width: 768)
      var configuration = TrainingConfiguration(width: width, k: 32, steps: 100)
      configuration.center = .mean
      var trainer = try AutoencoderTrainer(
        configuration: configuration, sample: rows.rows(0..<512))
      _ = try trainer.step(rows)
      let peak = Double(ProcessMemory.peak)
      let shape = ProductShape(rows: 4096, inner: 768, columns: width, count: 1)
      let encoder = trainingRows(count: width, width: 768)
      var (step, tiles, whole) = (Double.infinity, Double.infinity, Double.infinity)
      // In turns, so that what else runs on the machine falls on all.
      for _ in 0..<4 {
        whole = min(whole, shape.seconds { seconds(repeating: 1, $0) })
        tiles = min(tiles, seconds(repeating: 1) { multiplyInTiles(rows, encoder) })
        step = min(step, try seconds(repeating: 1) { _ = try trainer.step(rows) })
      }
      let rate = shape.operations / 1e9
      // Weights, two moments and gradients of encoder and decoder, and one block of pre-activations.
      let limit = Double(4 * 2 * width * 768 * 4 + 4096 * width * 4)
      print(
        "  width \(width): \(figure(step, digits: 3)) s a step, \(figure(4096 / step, digits: 0))",
        "tokens/s; at most \(figure(peak / 0x1p30, digits: 2)) GiB, where weights, optimizer,",
        "gradients and one dense block are \(figure(limit / 0x1p30, digits: 2))")
      print(
        "    the encoder's product in tiles \(figure(tiles, digits: 3)) s,",
        "\(figure(100 * tiles / step)) % of the step, at \(figure(rate / tiles)) GFLOP/s,",
        "\(figure(100 * whole / tiles)) % of the \(figure(rate / whole)) of one whole product")
    }
  }
}

/// The encoder's product as a step takes it: a quarter of the rows by 2048 features at a time.
private func multiplyInTiles(_ rows: Matrix, _ encoder: Matrix) {
  let last = parallelMap(rows.rows, grain: 1024) { range in
    let input = rows.rows(range)
    var tile = Matrix(uninitializedRows: range.count, columns: 2048)
    for start in stride(from: 0, to: encoder.rows, by: 2048) {
      tile.addProduct(input, encoder.rows(start..<start + 2048), transposing: .right, keeping: 0)
    }
    return tile[0, 0]
  }
  precondition(last.allSatisfy(\.isFinite), "training: a wrong product")
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
