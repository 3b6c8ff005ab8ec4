import Tensors

/// The way to the minimum of a quadratic model with a penalty.
///
/// Passes of coordinate descent find which coefficients are not zero; Newton steps with their signs
/// held, by Cholesky's factors, then go to the minimum at once, however the columns correlate.
struct QuadraticDescent {
  private let model: QuadraticModel
  private let coefficients: [Double]
  private let costs: ColumnCosts

  /// *d*.
  private(set) var changes: [Double]

  /// slope + curvature · d.
  private var gradient: [Double]

  init(model: QuadraticModel, coefficients: [Double], costs: ColumnCosts) {
    self.model = model
    self.coefficients = coefficients
    self.costs = costs
    changes = [Double](repeating: 0, count: coefficients.count)
    gradient = model.slopes
  }

  /// Minimizes the model.
  ///
  /// - Parameter precision: The part of the first movements below which the last ones end it.
  mutating func run(precision: Double) {
    let all = Array(coefficients.indices)
    guard costs.l1 > 0 else { return jump(all) }
    var largest = 0.0
    for _ in 0..<50 {
      let moved = pass(over: all)
      largest = max(largest, moved)
      if moved <= precision * largest { break }
      let active = all.filter { coefficients[$0] + changes[$0] != 0 }
      for _ in 0..<3 { _ = pass(over: active) }
      jump(active.filter { coefficients[$0] + changes[$0] != 0 })
    }
  }

  /// Brings each coefficient to its best in turn, and returns the largest movement, in the model's
  /// own metric.
  private mutating func pass(over columns: [Int]) -> Double {
    var largest = 0.0
    for j in columns {
      let curvature = Double(model.curvature[j, j])
      let whole = curvature + costs.ridge(j)
      guard whole > 0 else { continue }
      let current = coefficients[j] + changes[j]
      let pull = curvature * current - gradient[j]
      let shrunk = max(abs(pull) - costs.l1 * costs.scales[j], 0) / whole
      let change = (pull < 0 ? -shrunk : shrunk) - current
      guard change != 0 else { continue }
      move(j, by: change)
      largest = max(largest, abs(change) * whole.squareRoot())
    }
    return largest
  }

  private mutating func move(_ column: Int, by change: Double) {
    changes[column] += change
    let curvature = model.curvature
    add(curvature[row: column], scale: change, to: &gradient)
  }

  /// A Newton step for some coefficients, up to where the first of them changes its sign.
  private mutating func jump(_ columns: [Int]) {
    guard let steps = newtonSteps(columns) else { return }
    var (length, stop) = (1.0, -1)
    if costs.l1 > 0 {
      for (place, j) in columns.enumerated() {
        let current = coefficients[j] + changes[j]
        let crossing = -current / steps[place]
        if crossing > 0 && crossing < length { (length, stop) = (crossing, place) }
      }
    }
    for (place, j) in columns.enumerated() {
      let isStopped = place == stop
      let change = isStopped ? -(coefficients[j] + changes[j]) : length * steps[place]
      if change != 0 { move(j, by: change) }
      if isStopped { changes[j] = -coefficients[j] }
    }
  }

  private func newtonSteps(_ columns: [Int]) -> [Double]? {
    let order = columns.count
    var matrix = [Double](repeating: 0, count: order * order)
    var diagonal = 0.0
    for (a, row) in columns.enumerated() {
      let source = model.curvature[row: row]
      for (b, column) in columns.enumerated() { matrix[a * order + b] = Double(source[column]) }
      diagonal = max(diagonal, matrix[a * order + a])
    }
    for (a, column) in columns.enumerated() {
      // What float32 products may lack of being positive.
      matrix[a * order + a] += costs.ridge(column) + 1e-6 * diagonal
    }
    let target = columns.map { j in
      let current = coefficients[j] + changes[j]
      let slope = current > 0 ? costs.l1 : current < 0 ? -costs.l1 : 0
      return -(gradient[j] + slope * costs.scales[j] + costs.ridge(j) * current)
    }
    return solvePositiveSystem(matrix, target)
  }
}
