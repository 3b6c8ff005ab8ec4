import Transformers

/// A result of a command that read a model, and how it read it.
///
/// Its JSON object is the result's with two keys more: `processing`, the steps that the weights went
/// through, and `bos`, the policy by which texts were put to the model; neither where it is not known.
struct ModelResult<Content: Encodable>: Encodable {
  let content: Content
  let processing: [String]?
  let bos: BOSPolicy?

  private enum CodingKeys: String, CodingKey { case processing, bos }

  func encode(to encoder: any Encoder) throws {
    try content.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(processing, forKey: .processing)
    try container.encodeIfPresent(bos, forKey: .bos)
  }
}

/// Prints a result of a model as one JSON object.
func printJSON(_ content: some Encodable, of model: LanguageModel, bos: BOSPolicy) throws {
  try printJSON(
    ModelResult(content: content, processing: model.processing.names, bos: bos))
}

extension ModelOptions {
  /// Prints a result of the model that was read by these options, as one JSON object.
  func printJSON(_ content: some Encodable, of model: LanguageModel) throws {
    try thresher.printJSON(content, of: model, bos: bos)
  }

  /// What a file of the model's activations says of how the model was read.
  func metadata(of model: LanguageModel) -> [String: String] {
    [
      "model": model.name, "processing": model.processing.names.joined(separator: ","),
      "bos": bos.rawValue,
    ]
  }
}
