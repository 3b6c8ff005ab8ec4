import Gradients
public import Transformers

/// A change to one feature of an autoencoder while a model runs.
public struct FeatureEdit: Sendable, Equatable {
  /// What becomes of the feature.
  public enum Change: Sendable, Equatable {
    /// It is turned off.
    case ablate
    /// It takes this value, whether it was on or not.
    case set(Float)
    /// This is added to its value: steering.
    case add(Float)
    /// Its value is multiplied by this.
    case scale(Float)

    /// What becomes of a value, and how fast it changes with it.
    func applied(to value: Float) -> (value: Float, slope: Float) {
      switch self {
      case .ablate: (0, 0)
      case .set(let new): (new, 0)
      case .add(let more): (value + more, 1)
      case .scale(let factor): (value * factor, factor)
      }
    }
  }

  /// The feature's number.
  public var feature: Int

  /// At which positions of each sequence.
  public var positions: PositionSelection

  /// What becomes of it.
  public var change: Change

  /// Changes a feature, everywhere unless positions are given.
  public init(_ feature: Int, positions: PositionSelection = .all, _ change: Change) {
    self.feature = feature
    self.positions = positions
    self.change = change
  }

  /// Whether a place is one of the positions; a position that its sequence lacks is none.
  func applies(at place: RowPlace) -> Bool {
    switch positions {
    case .none: false
    case .all: true
    case .last: place.position == place.length - 1
    case .at(let indices):
      indices.contains { ($0 < 0 ? place.length + $0 : $0) == place.position }
    }
  }
}

extension SparseCode {
  /// The code with features changed, and how fast the entries of this code go with those of it.
  ///
  /// - Parameters:
  ///   - edits: The changes; where several are of one feature, they are made in their order.
  ///   - places: Where each row stands.
  /// - Returns: The changed code, and for every entry of this one the slope of its feature's value.
  func edited(_ edits: [FeatureEdit], at places: [RowPlace]) -> (code: SparseCode, slopes: [Float])
  {
    var result = SparseCode(featureCount: featureCount)
    var slopes = [Float](repeating: 1, count: values.count)
    for row in 0..<rows {
      let entries = offsets[row]..<offsets[row + 1]
      let chosen = edits.filter { $0.applies(at: places[row]) }
      var byFeature: [Int32: Float] = [:]
      for entry in entries { byFeature[indices[entry]] = values[entry] }
      for edit in chosen {
        let feature = Int32(edit.feature)
        let (value, slope) = edit.change.applied(to: byFeature[feature] ?? 0)
        byFeature[feature] = value
        for entry in entries where indices[entry] == feature { slopes[entry] *= slope }
      }
      for (feature, value) in byFeature.sorted(by: { $0.key < $1.key }) where value != 0 {
        result.append(feature: feature, value: value)
      }
      result.endRow()
    }
    return (result, slopes)
  }
}
