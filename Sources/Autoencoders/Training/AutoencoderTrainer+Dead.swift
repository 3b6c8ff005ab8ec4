extension AutoencoderTrainer {
  /// How many features have been silent for how many rows or longer: a report of the dead by age.
  public var silentFeatureCounts: [(rows: Int, count: Int)] {
    let bounds = [10_000, 100_000, 1_000_000, 10_000_000]
    return Array(zip(bounds, activity.ages(bounds))).map { (rows: $0.0, count: $0.1) }
  }
}
