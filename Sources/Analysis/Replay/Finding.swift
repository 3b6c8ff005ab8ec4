/// Numbers or a text that a step of a replay gave, with what was published of them.
public struct Finding: Codable, Hashable, Sendable {
  /// How what was found stands to what was published.
  public enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
    /// Found as published, within the tolerance.
    case reproduced
    /// Found with another model or other data, or never published: nothing to hold it to.
    case measured
    /// What it needs is not at hand.
    case unavailable
    /// Found otherwise than published, with the model that the notebook had.
    case differs

    /// The worst: what differs, else what is not at hand, else what is reproduced.
    static func worst(of verdicts: [Verdict]) -> Verdict {
      [.differs, .unavailable, .reproduced].first(where: verdicts.contains) ?? .measured
    }
  }

  /// What it is.
  public var name: String

  /// The numbers; nil of a text.
  public var values: [Figure]?

  /// What each number is of.
  public var labels: [String]?

  /// The text; nil of numbers.
  public var text: String?

  /// What was published of the numbers.
  public var published: [Figure]?

  /// What was published of the text.
  public var publishedText: String?

  /// The difference that numbers may have.
  public var tolerance: Double?

  /// The largest difference; nil where nothing is held to.
  public var deviation: Double?

  /// How it stands to what was published.
  public var verdict: Verdict

  /// What else there is to say.
  public var note: String?

  /// Tells of numbers that nothing is held to.
  public init(_ name: String, _ values: [Double], labels: [String]? = nil, note: String? = nil) {
    self.name = name
    self.values = values.map { Figure($0) }
    self.labels = labels
    self.note = note
    verdict = .measured
  }

  /// Tells of a text that nothing is held to.
  public init(_ name: String, text: String, note: String? = nil) {
    self.name = name
    self.text = text
    self.note = note
    verdict = .measured
  }

  /// Tells of what cannot be found.
  public init(_ name: String, unavailable reason: String) {
    self.name = name
    note = reason
    verdict = .unavailable
  }
}

extension Finding {
  /// Holds numbers to published ones.
  ///
  /// - Parameters:
  ///   - published: The numbers, as many as were found.
  ///   - tolerance: The difference that each may have.
  ///   - isBinding: Whether what differs is a fault: the model and the data are the notebook's.
  /// - Returns: The finding with its verdict.
  public func held(to published: [Double], within tolerance: Double, isBinding: Bool) -> Finding {
    var held = self
    held.published = published.map { Figure($0) }
    held.tolerance = tolerance
    guard isBinding, let values else { return held }
    let differences = zip(values, published).map { abs($0.wrappedValue - $1) }
    // NaN is farther off than any number.
    let deviation = differences.contains(where: \.isNaN) ? .infinity : differences.max() ?? 0
    held.deviation = deviation.isFinite ? deviation : nil
    held.verdict =
      values.count == published.count && deviation <= tolerance ? .reproduced : .differs
    return held
  }

  /// Holds a text to the published one.
  ///
  /// - Parameters:
  ///   - published: The text.
  ///   - isBinding: Whether what differs is a fault.
  /// - Returns: The finding with its verdict.
  public func held(to published: String, isBinding: Bool) -> Finding {
    var held = self
    held.publishedText = published
    if isBinding { held.verdict = text == published ? .reproduced : .differs }
    return held
  }
}
