/// All features of an autoencoder, or all neurons of a site, at a glance: numbers of each, the texts
/// where it stands out, what it does to the logits, and what it goes together with.
///
/// Texts and tokens are held once, and named by their places: 24,576 features fit on one page.
public struct FeatureDashboard: Codable, Hashable, Sendable {
  /// A sequence of the harvest that examples are from.
  public struct Passage: Codable, Hashable, Sendable {
    /// The title of its document.
    public var document: String

    /// The sequence, counted through the harvest.
    public var sequence: Int

    /// Its tokens, as places in `vocabulary`.
    public var tokens: [Int]

    /// Makes one.
    public init(document: String, sequence: Int, tokens: [Int]) {
      self.document = document
      self.sequence = sequence
      self.tokens = tokens
    }
  }

  /// A stretch of a passage with the activations in it.
  public struct Example: Codable, Hashable, Sendable {
    /// The passage, as a place in `passages`.
    public var passage: Int

    /// The position that was looked for.
    public var position: Int

    /// The position of the first of `values`.
    public var first: Int

    /// The activations from there on; 0 also where the harvest kept no row.
    public var values: [Float]

    /// Makes one.
    public init(passage: Int, position: Int, first: Int, values: [Float]) {
      self.passage = passage
      self.position = position
      self.first = first
      self.values = values
    }
  }

  /// What goes together with a feature.
  public struct Neighbour: Codable, Hashable, Sendable {
    /// The other feature, or the neuron: the column of the site.
    public var index: Int

    /// Pearson's correlation over the rows.
    public var correlation: Float

    /// The cosine of the two columns of activations.
    public var cosine: Float

    /// Makes one.
    public init(index: Int, correlation: Float, cosine: Float) {
      self.index = index
      self.correlation = correlation
      self.cosine = cosine
    }
  }

  /// What is added to a token's logit by a unit of activation.
  public struct TokenEffect: Codable, Hashable, Sendable {
    /// The token, as a place in `vocabulary`.
    public var token: Int

    /// What is added.
    public var value: Float

    /// Makes one.
    public init(token: Int, value: Float) {
      self.token = token
      self.value = value
    }
  }

  /// How often values lie in bins of equal width; zeros are in none.
  public struct Bins: Codable, Hashable, Sendable {
    /// The lower edge of the first bin.
    public var lower: Float

    /// The upper edge of the last, which belongs to it.
    public var upper: Float

    /// How many values lie in each.
    public var counts: [Int]

    /// Makes one.
    public init(lower: Float, upper: Float, counts: [Int]) {
      self.lower = lower
      self.upper = upper
      self.counts = counts
    }
  }

  /// One feature or neuron.
  public struct Feature: Codable, Hashable, Sendable {
    /// Its number.
    public var index: Int

    /// How often it takes which values; nil where it is never active.
    public var histogram: Bins?

    /// Where it is highest, the highest first, from different sequences as far as there are enough.
    public var examples: [Example]

    /// One more from each octave, the highest first.
    public var samples: [Example]

    /// The tokens whose logits it raises most, and those that it lowers most.
    public var top: [TokenEffect]
    public var bottom: [TokenEffect]

    /// The features of the strongest correlation, the strongest first.
    public var features: [Neighbour]

    /// The columns of the site of the strongest correlation, the strongest first, of either sign.
    public var neurons: [Neighbour]

    /// Makes one.
    public init(
      index: Int, histogram: Bins?, examples: [Example], samples: [Example] = [],
      top: [TokenEffect] = [], bottom: [TokenEffect] = [], features: [Neighbour] = [],
      neurons: [Neighbour] = []
    ) {
      self.index = index
      self.histogram = histogram
      self.examples = examples
      self.samples = samples
      self.top = top
      self.bottom = bottom
      self.features = features
      self.neurons = neurons
    }
  }

  /// A number of every feature.
  public struct Column: Codable, Hashable, Sendable {
    /// Its heading.
    public var title: String

    /// What the heading means.
    public var explanation: String

    /// A number for each feature; NaN where there is none.
    public var values: [Figure]

    /// Makes a column.
    public init(title: String, explanation: String, values: [Figure]) {
      self.title = title
      self.explanation = explanation
      self.values = values
    }
  }

  /// Whether these are neurons or features.
  public var unit: Unit

  /// The autoencoder's name.
  public var sae: String?

  /// The site's name.
  public var site: String

  /// How many rows were looked at.
  public var rows: Int

  /// The label whose classes some of the columns compare.
  public var label: String?

  /// The texts of tokens.
  public var vocabulary: [String]

  /// The sequences that examples are from.
  public var passages: [Passage]

  /// Numbers of every feature: density, mean and maximum come first.
  public var columns: [Column]

  /// The features.
  public var features: [Feature]

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]

  /// Makes a dashboard.
  public init(
    unit: Unit, sae: String?, site: String, rows: Int, label: String?, vocabulary: [String],
    passages: [Passage], columns: [Column], features: [Feature], warnings: [String] = []
  ) {
    self.unit = unit
    self.sae = sae
    self.site = site
    self.rows = rows
    self.label = label
    self.vocabulary = vocabulary
    self.passages = passages
    self.columns = columns
    self.features = features
    self.warnings = warnings
  }
}
