import Tensors

/// The keys and values that one sequence has had so far, so that each token is computed once.
struct KeyValueCache: Sendable {
  private var layers: [(keys: Matrix, values: Matrix)]

  /// How many positions are held.
  private(set) var count = 0

  /// Makes room for `capacity` positions of every layer.
  init(configuration: TransformerConfiguration, capacity: Int) {
    let width = configuration.keyValueHeadCount * configuration.dHead
    let empty = Matrix(rows: capacity, columns: width)
    layers = Array(repeating: (empty, empty), count: configuration.layerCount)
  }

  /// Adds a layer's keys and values, and gives all that it has had.
  mutating func extend(layer: Int, keys: Matrix, values: Matrix) -> (keys: Matrix, values: Matrix) {
    let rows = count..<count + keys.rows
    layers[layer].keys.setRows(rows, to: keys)
    layers[layer].values.setRows(rows, to: values)
    let all = 0..<rows.upperBound
    return (layers[layer].keys.rows(all), layers[layer].values.rows(all))
  }

  /// Counts positions that every layer has now been given.
  mutating func advance(by positionCount: Int) { count += positionCount }
}
