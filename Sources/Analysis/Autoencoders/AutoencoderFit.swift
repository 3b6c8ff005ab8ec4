public import Activations
public import Autoencoders
public import Transformers

/// The activations that an autoencoder is to be used with: what a harvest or a model says of them.
public struct ActivationOrigin: Sendable, Equatable {
  /// The site.
  public var site: String

  /// How many numbers a row has.
  public var width: Int

  /// The model's name.
  public var modelName: String?

  /// How its weights were processed, by TransformerLens's names; nil where nothing says.
  public var processing: [String]?

  /// Whether sequences begin with the beginning-of-sequence token; nil where nothing says.
  public var prependsBOS: Bool?

  /// What a user would call it, in messages: `the harvest`.
  public var name: String

  /// Describes activations.
  public init(
    site: String, width: Int, modelName: String? = nil, processing: [String]? = nil,
    prependsBOS: Bool? = nil, name: String
  ) {
    self.site = site
    self.width = width
    self.modelName = modelName
    self.processing = processing
    self.prependsBOS = prependsBOS
    self.name = name
  }

  /// A site of a harvest.
  public init(_ site: String, of harvest: HarvestFolder) throws(ActivationError) {
    let manifest = harvest.manifest
    self.init(
      site: site, width: try harvest.width(of: site), modelName: manifest.model?.name,
      processing: manifest.processing, prependsBOS: manifest.prependBOS, name: "the harvest")
  }

  /// A site of a model that is about to be run.
  ///
  /// - Throws: `TransformerError` with code `.unknownSite` where the model has no such site.
  public init(_ site: String, of model: LanguageModel) throws(TransformerError) {
    let width = try SitePattern(site).sites(of: model.configuration)[0].width
    self.init(
      site: site, width: width, modelName: model.name, processing: model.processing.names,
      name: "the model")
  }
}

extension SavedAutoencoder {
  /// Why this autoencoder should not be used with activations, a line each; none where it may.
  ///
  /// Only what both sides say is compared, and of the processing only the steps that change what a
  /// model computes at the site. A model may have many names, so theirs are not.
  ///
  /// - Parameter origin: Where the activations come from.
  /// - Returns: What differs, and what to do about it.
  public func misfits(with origin: ActivationOrigin) -> [String] {
    var misfits: [String] = []
    if let site = metadata.hookName, site != origin.site {
      misfits.append("it was trained on \(site), not on \(origin.site): choose --site \(site)")
    }
    let heads = metadata.hookHeadIndex.map { $0 + 1 } ?? 1
    if metadata.hookHeadIndex == nil
      ? autoencoder.inputWidth != origin.width : autoencoder.inputWidth * heads > origin.width
    {
      misfits.append(
        """
        it takes rows of \(autoencoder.inputWidth) numbers, \(origin.site) of \(origin.name) has \
        \(origin.width): it belongs to another model or site
        """)
    }
    if let trained = metadata.prependBOS, let found = origin.prependsBOS, trained != found {
      misfits.append(
        """
        it was trained \(trained ? "with" : "without") BOS before each sequence, \(origin.name) is \
        \(found ? "with" : "without") it: use --bos \(trained ? "always" : "never")
        """)
    }
    return misfits + processingMisfits(with: origin)
  }

  private func processingMisfits(with origin: ActivationOrigin) -> [String] {
    guard let trained = metadata.processing, let found = origin.processing else { return [] }
    let steps = Processing.steps(altering: origin.site, between: trained, and: found)
    guard !steps.isEmpty else { return [] }
    return [
      """
      \(steps.map(\.rawValue).joined(separator: ", ")) changes \(origin.site), and it was trained \
      with processing \(list(trained)), \(origin.name) has \(list(found)): use --processing \
      \(list(trained))
      """
    ]
  }

  private func list(_ steps: [String]) -> String {
    steps.isEmpty ? "none" : steps.joined(separator: ",")
  }
}
