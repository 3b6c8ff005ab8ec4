/// SAELens's `cfg.json`, as far as inference needs it.
///
/// Keys that only training needs are ignored. What a file lacks has SAELens's default.
struct SAELensConfiguration: Equatable {
  var architecture: String
  var inputWidth: Int
  var width: Int
  var outputWidth: Int?
  var k: Int?
  var rescalesByDecoderNorm = false
  var subtractsDecoderBias = true
  var inputNormalization = InputNormalization.none.rawValue

  /// Whether the weights hold a factor for each feature, learnt after training.
  var isFinetuned = false

  var metadata = AutoencoderMetadata()

  /// The configuration of an autoencoder.
  init(of autoencoder: SparseAutoencoder, metadata: AutoencoderMetadata) {
    architecture = autoencoder.architectureName
    inputWidth = autoencoder.inputWidth
    width = autoencoder.width
    if autoencoder.transcoding != nil { outputWidth = autoencoder.outputWidth }
    if case .topK(let k) = autoencoder.architecture { self.k = k }
    subtractsDecoderBias = autoencoder.subtractsDecoderBias
    inputNormalization = autoencoder.inputNormalization.rawValue
    self.metadata = metadata
  }

  /// Reads a configuration of any version.
  ///
  /// - Parameters:
  ///   - fields: The file's members.
  ///   - path: The file, to be named in an error.
  /// - Throws: `AutoencoderError` with code `.badFile` where a size is missing.
  init(_ fields: [String: JSONField], path: String) throws(AutoencoderError) {
    let fields = Self.isFlat(fields) ? Self.upgraded(fields) : fields
    func size(_ key: String) throws(AutoencoderError) -> Int {
      guard let size = fields[key]?.integer, size >= 1 else {
        throw AutoencoderError(
          code: .badFile, message: "expected a whole number of 1 or more for '\(key)'", path: path)
      }
      return size
    }
    inputWidth = try size("d_in")
    width = try size("d_sae")
    if let value = fields["d_out"], value != .null { outputWidth = try size("d_out") }
    architecture = fields["architecture"]?.text ?? "standard"
    k = fields["k"]?.integer
    rescalesByDecoderNorm = fields["rescale_acts_by_decoder_norm"]?.flag ?? false
    subtractsDecoderBias = fields["apply_b_dec_to_input"]?.flag ?? true
    inputNormalization = fields["normalize_activations"]?.text ?? inputNormalization
    isFinetuned = fields["finetuning_scaling_factor"]?.flag ?? false
    if case .object(let members)? = fields["metadata"] { metadata = AutoencoderMetadata(members) }
  }

  /// The members of the file that is written.
  var fields: [String: JSONField] {
    var fields: [String: JSONField] = [
      "architecture": .text(architecture), "d_in": .integer(inputWidth), "d_sae": .integer(width),
      "apply_b_dec_to_input": .flag(subtractsDecoderBias),
      "normalize_activations": .text(inputNormalization),
      "reshape_activations": .text(readsAllHeads ? "hook_z" : "none"),
      "dtype": .text("float32"), "device": .text("cpu"), "metadata": .object(metadata.fields),
    ]
    fields["d_out"] = outputWidth.map(JSONField.integer)
    fields["k"] = k.map(JSONField.integer)
    if k != nil { fields["rescale_acts_by_decoder_norm"] = .flag(false) }
    return fields
  }

  /// Whether it reads what the heads of a block give, end to end: SAELens has to be told, as
  /// TransformerLens keeps the heads apart.
  private var readsAllHeads: Bool {
    metadata.hookHeadIndex == nil && metadata.hookName?.hasSuffix("hook_z") == true
  }
}

extension SAELensConfiguration {
  /// Whether a file was written before version 6, when there was no `metadata`.
  private static func isFlat(_ fields: [String: JSONField]) -> Bool {
    let version = fields["sae_lens_version"]?.text ?? fields["metadata"]?["sae_lens_version"]?.text
    guard let major = version?.split(separator: ".").first, let number = Int(major) else {
      return true
    }
    return number < 6
  }

  /// The members as version 6 names them.
  ///
  /// Source: SAELens's `handle_pre_6_0_config`.
  private static func upgraded(_ old: [String: JSONField]) -> [String: JSONField] {
    var fields = old
    for (from, to) in [
      ("hook_point", "hook_name"), ("hook_point_head_index", "hook_head_index"),
      ("activation_fn_str", "activation_fn"),
    ] where fields[from] != nil {
      fields[to] = fields[from]
    }
    if case .flag(let isScaled)? = fields["normalize_activations"] {
      fields["normalize_activations"] = .text(isScaled ? "expected_average_only_in" : "none")
    }
    if fields["activation_fn"]?.text == "topk", let k = fields["activation_fn_kwargs"]?["k"] {
      fields["architecture"] = .text("topk")
      fields["k"] = k
    }
    var metadata = fields.filter { metadataKeys.contains($0.key) }
    metadata["prepend_bos"] = metadata["prepend_bos"] ?? .flag(true)
    fields["metadata"] = .object(metadata)
    return fields
  }

  /// The keys that moved into `metadata`.
  private static let metadataKeys: Set<String> = [
    "model_name", "hook_name", "model_class_name", "hook_head_index",
    "model_from_pretrained_kwargs", "prepend_bos", "exclude_special_tokens", "neuronpedia_id",
    "context_size", "seqpos_slice", "dataset_path", "sae_lens_training_version", "hook_name_out",
    "hook_head_index_out", "hf_hook_name", "hf_hook_name_out",
  ]
}
