/// Whether a text is read after the tokenizer's beginning-of-sequence token.
public enum BOSPolicy: String, Codable, Sendable, CaseIterable {
  /// As the model was trained, or as TransformerLens reads its family.
  case model
  /// Always; an error where the tokenizer has no such token.
  case always
  /// Never.
  case never
}
