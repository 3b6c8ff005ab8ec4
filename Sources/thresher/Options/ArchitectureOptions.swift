import ArgumentParser
import Transformers

/// What a transformer that is trained from scratch is made of.
struct ArchitectureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A config.json of Hugging Face or TransformerLens, instead of the sizes.",
      valueName: "file"))
  var configuration: String?

  @Option(help: "How many blocks.")
  var layers = 2

  @Option(help: "How many attention heads a block has.")
  var heads = 4

  @Option(help: "The width of the residual stream.")
  var dModel = 128

  @Option(help: "The longest sequence, in tokens.")
  var context = 256

  @Option(help: "The MLP's nonlinearity: gelu_new, gelu, relu, silu, solu, solu_ln.")
  var activation = "gelu_new"

  func validate() throws {
    for (name, value) in [
      ("--layers", layers), ("--heads", heads), ("--d-model", dModel), ("--context", context - 1),
    ] where value < 1 {
      throw ValidationError("\(name): expected at least \(name == "--context" ? 2 : 1)")
    }
    guard dModel % heads == 0 else {
      throw ValidationError("--d-model \(dModel): expected a multiple of --heads \(heads)")
    }
    guard ActivationFunction(rawValue: activation) != nil else {
      let known = ActivationFunction.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--activation \(activation): expected one of \(known)")
    }
  }

  /// The model that is asked for: a GPT-2 of the given sizes, unless a file says otherwise.
  func model(dVocab: Int) throws -> TransformerConfiguration {
    if let configuration { return try TransformerConfiguration(file: configuration) }
    var model = TransformerConfiguration.gpt2(
      layerCount: layers, headCount: heads, dModel: dModel, dVocab: dVocab, contextSize: context)
    model.activation = ActivationFunction(rawValue: activation) ?? .geluNew
    return model
  }
}
