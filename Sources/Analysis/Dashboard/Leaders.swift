/// The few things of the highest score, the highest first; of equals, the earlier.
struct Leaders<Item> {
  private let limit: Int
  private var found: [(score: Double, item: Item)] = []

  init(limit: Int) { self.limit = limit }

  /// Takes in a thing, which is made only where it is among the first; a NaN never is.
  mutating func add(_ score: Double, _ item: () -> Item) {
    guard limit > 0, !score.isNaN else { return }
    if found.count == limit, score <= found[limit - 1].score { return }
    let place = found.firstIndex { $0.score < score } ?? found.count
    found.insert((score, item()), at: place)
    if found.count > limit { found.removeLast() }
  }

  /// Whether there are as many as wanted.
  var isFull: Bool { found.count == limit }

  /// The things, the one of the highest score first.
  var items: [Item] { found.map(\.item) }
}
