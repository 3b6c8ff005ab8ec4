/// Where an autoencoder belongs: the `metadata` of SAELens's `cfg.json`.
///
/// A reader takes what it knows and finds; the rest is nil. What Thresher has no use for is kept, and
/// written again.
public struct AutoencoderMetadata: Sendable {
  /// The model whose activations it was trained on.
  public var modelName: String?

  /// The site of those activations.
  public var hookName: String?

  /// The head whose part of the site it reads; nil for the whole site.
  public var hookHeadIndex: Int?

  /// The site of what it makes, where that is another one.
  public var hookNameOut: String?

  /// How many tokens a sequence had.
  public var contextSize: Int?

  /// Whether sequences began with the model's beginning-of-sequence token.
  public var prependBOS: Bool?

  /// The corpus, or the harvest made of it.
  public var datasetPath: String?

  /// How the model's weights were processed, by TransformerLens's names; empty for not at all.
  ///
  /// SAELens says so in `model_from_pretrained_kwargs`; the list is a key of Thresher's own.
  public var processing: [String]?

  /// The architecture while training.
  public var trainingArchitecture: String?

  /// What else the file says, by key.
  private var other: [String: JSONField] = [:]

  /// The version of SAELens whose layout Thresher writes.
  static let saeLensVersion = "6.54.0"

  /// Makes metadata for a folder that Thresher writes.
  public init(
    modelName: String? = nil, hookName: String? = nil, hookHeadIndex: Int? = nil,
    hookNameOut: String? = nil, contextSize: Int? = nil, prependBOS: Bool? = nil,
    datasetPath: String? = nil, processing: [String]? = nil, trainingArchitecture: String? = nil
  ) {
    self.modelName = modelName
    self.hookName = hookName
    self.hookHeadIndex = hookHeadIndex
    self.hookNameOut = hookNameOut
    self.contextSize = contextSize
    self.prependBOS = prependBOS
    self.datasetPath = datasetPath
    self.processing = processing
    self.trainingArchitecture = trainingArchitecture
  }

  /// Reads the members of a JSON object.
  init(_ fields: [String: JSONField]) {
    modelName = fields["model_name"]?.text
    hookName = fields["hook_name"]?.text
    hookHeadIndex = fields["hook_head_index"]?.integer
    hookNameOut = fields["hook_name_out"]?.text
    contextSize = fields["context_size"]?.integer
    prependBOS = fields["prepend_bos"]?.flag
    datasetPath = fields["dataset_path"]?.text
    trainingArchitecture = fields["training_architecture"]?.text
    processing = Self.processing(in: fields)
    other = fields.filter { key, value in !Self.ownKeys.contains(key) && value != .null }
  }

  /// The members of a JSON object: what is known, by SAELens's names.
  var fields: [String: JSONField] {
    var fields = other
    fields["model_name"] = modelName.map(JSONField.text)
    fields["hook_name"] = hookName.map(JSONField.text)
    fields["hook_head_index"] = hookHeadIndex.map(JSONField.integer)
    fields["hook_name_out"] = hookNameOut.map(JSONField.text)
    fields["context_size"] = contextSize.map(JSONField.integer)
    fields["prepend_bos"] = prependBOS.map(JSONField.flag)
    fields["dataset_path"] = datasetPath.map(JSONField.text)
    fields["training_architecture"] = trainingArchitecture.map(JSONField.text)
    fields["processing"] = processing.map { .list($0.map(JSONField.text)) }
    if let processing, fields["model_from_pretrained_kwargs"] == nil {
      fields["model_from_pretrained_kwargs"] = .object(
        Dictionary(uniqueKeysWithValues: Set(processing).map { ($0, .flag(true)) }))
    }
    fields["sae_lens_version"] = .text(Self.saeLensVersion)
    return fields
  }

  /// SAELens loads models without processing but for what these arguments ask for.
  private static func processing(in fields: [String: JSONField]) -> [String]? {
    if case .list(let steps)? = fields["processing"] { return steps.compactMap(\.text) }
    guard case .object(let arguments)? = fields["model_from_pretrained_kwargs"] else { return nil }
    let steps = [
      "fold_ln", "center_writing_weights", "center_unembed", "fold_value_biases",
      "refactor_factored_attn_matrices",
    ]
    return steps.filter { arguments[$0]?.flag == true }
  }

  private static let ownKeys: Set<String> = [
    "model_name", "hook_name", "hook_head_index", "hook_name_out", "context_size", "prepend_bos",
    "dataset_path", "training_architecture", "processing", "sae_lens_version",
  ]
}

extension AutoencoderMetadata: Equatable {
  /// Whether two say the same in a file.
  public static func == (a: AutoencoderMetadata, b: AutoencoderMetadata) -> Bool {
    a.fields == b.fields
  }
}

extension AutoencoderMetadata: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try [String: JSONField](from: decoder))
  }

  public func encode(to encoder: any Encoder) throws { try fields.encode(to: encoder) }
}
