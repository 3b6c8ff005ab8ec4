extension Manifest {
  /// A hook point that was recorded, named as TransformerLens names it.
  public struct Site: Codable, Equatable, Sendable {
    public var name: String

    /// How many numbers a row has.
    public var width: Int?

    /// How they are stored.
    public var dtype: RowFormat?

    /// The mean row over the harvest.
    public var mean: [Float]?

    /// The mean squared deviation of each column from its mean.
    public var variance: [Float]?

    /// The mean of the rows' norms.
    public var meanNorm: Float?

    /// What a row is multiplied by for the mean of its norms to be √width.
    public var scale: Float?

    /// Describes a site.
    public init(
      name: String, width: Int? = nil, dtype: RowFormat? = nil, mean: [Float]? = nil,
      scale: Float? = nil
    ) {
      self.name = name
      self.width = width
      self.dtype = dtype
      self.mean = mean
      self.scale = scale
    }

    /// Records the moments of all rows so far.
    public mutating func record(_ moments: SiteMoments) {
      guard moments.rows > 0 else { return }
      mean = moments.mean.map { Float($0) }
      variance = moments.variance.map { Float($0) }
      meanNorm = Float(moments.meanNorm)
      scale = moments.scale.map { Float($0) }
    }
  }
}
