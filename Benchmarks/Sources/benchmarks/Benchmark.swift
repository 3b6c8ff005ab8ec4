/// Something whose rate is measured on this machine.
struct Benchmark: Sendable {
  /// The name by which it is asked for.
  let name: String

  /// What its figures say.
  let summary: String

  /// Measures and prints.
  let run: @Sendable () throws -> Void

  /// Every benchmark, in the order in which they run.
  static let all = [loading, attention, halves, products, forward, patching]
}
