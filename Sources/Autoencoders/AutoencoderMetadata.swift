/// Where an autoencoder belongs: the `metadata` of SAELens's `cfg.json`.
///
/// A reader takes what it knows and finds; the rest is nil.
public struct AutoencoderMetadata: Codable, Equatable, Sendable {
  /// The model whose activations it was trained on.
  public var modelName: String?

  /// The site of those activations.
  public var hookName: String?

  /// How many tokens a sequence had.
  public var contextSize: Int?

  /// Whether sequences began with the model's beginning-of-sequence token.
  public var prependBOS: Bool?

  /// The corpus, or the harvest made of it.
  public var datasetPath: String?

  /// How the model's weights were processed; a key of Thresher's own.
  public var processing: [String]?

  /// The architecture while training.
  public var trainingArchitecture: String?

  /// The version of SAELens whose layout the folder follows.
  public private(set) var saeLensVersion: String?

  /// Makes metadata for a folder that Thresher writes.
  public init(
    modelName: String? = nil, hookName: String? = nil, contextSize: Int? = nil,
    prependBOS: Bool? = nil, datasetPath: String? = nil, processing: [String]? = nil,
    trainingArchitecture: String? = nil
  ) {
    self.modelName = modelName
    self.hookName = hookName
    self.contextSize = contextSize
    self.prependBOS = prependBOS
    self.datasetPath = datasetPath
    self.processing = processing
    self.trainingArchitecture = trainingArchitecture
    saeLensVersion = "6.54.0"
  }

  private enum CodingKeys: String, CodingKey {
    case modelName = "model_name"
    case hookName = "hook_name"
    case contextSize = "context_size"
    case prependBOS = "prepend_bos"
    case datasetPath = "dataset_path"
    case processing
    case trainingArchitecture = "training_architecture"
    case saeLensVersion = "sae_lens_version"
  }
}
