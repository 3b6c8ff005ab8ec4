import Tokenizers

/// How the text of a document becomes sequences that a model reads at once.
///
/// No sequence holds parts of two documents. Sequences of unequal length are read together without
/// padding, so joining documents would save no work; and labels, splits and the parts of a harvest
/// that several machines share can each be told by document.
public enum Packing: String, CaseIterable, Sendable {
  /// The document is cut where a context is full; its last sequence is as short as what is left.
  case split

  /// The document's beginning, as much as fits into one context.
  case document

  /// Whole lines, as many as make fewer tokens than the context has; then the end-of-sequence token
  /// up to the context's end. A line that is longer by itself is cut.
  case lines

  /// Each line that is not empty is a sequence, and a document, of its own; one that is longer than
  /// the context is passed over.
  case prompts

  /// The token that fills sequences up to the context's end; nil for none.
  func paddingToken(of tokenizer: Tokenizer) -> Int? {
    self == .lines ? tokenizer.endOfSequence ?? tokenizer.beginningOfSequence : nil
  }
}
