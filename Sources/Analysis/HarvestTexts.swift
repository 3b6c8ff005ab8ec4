public import Activations
public import Tokenizers

/// The texts of a harvest's sequences, token by token, as contexts show them.
public struct HarvestTexts {
  private let harvest: HarvestFolder
  private let tokenizer: Tokenizer

  /// Makes a reader of the texts of a harvest that was made with a tokenizer.
  public init(harvest: HarvestFolder, tokenizer: Tokenizer) {
    self.harvest = harvest
    self.tokenizer = tokenizer
  }

  /// The text of a sequence.
  ///
  /// A character that several tokens share is shown in each as U+FFFD.
  public func callAsFunction(_ sequence: Int) throws -> SequenceText {
    let source = try harvest.source(ofSequence: sequence)
    let document = try harvest.document(source.document)
    let tokens = try harvest.tokens(ofSequence: sequence)
    return SequenceText(
      document: document.title.isEmpty ? document.id : document.title,
      tokens: tokens.map { tokenizer.text(of: $0) })
  }
}
