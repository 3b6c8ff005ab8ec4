import ArgumentParser
import Tokenizers
import Transformers

/// Where in a text interventions are made.
enum InterventionPlace: ExpressibleByArgument {
  case positions(PositionSelection)
  /// Where a token's text contains this.
  case tokens(String)

  /// Reads `last`, `all`, indices separated by commas, or `match:TEXT`.
  init?(argument: String) {
    let mark = "match:"
    if argument.hasPrefix(mark) {
      guard argument.count > mark.count else { return nil }
      self = .tokens(String(argument.dropFirst(mark.count)))
    } else if let positions = PositionSelection(argument: argument) {
      self = .positions(positions)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .positions(let positions): positions.defaultValueDescription
    case .tokens(let text): "match:\(text)"
    }
  }

  /// The positions at which an intervention is declared.
  var selection: PositionSelection {
    if case .positions(let positions) = self { positions } else { .all }
  }

  /// Interventions made here.
  func restricting(
    _ interventions: [Intervention], in model: LanguageModel
  ) throws -> [Intervention] {
    guard case .tokens(let text) = self else { return interventions }
    let wanted = Array(text.utf8)
    let tokens = (0..<model.tokenizer.vocabularySize).filter {
      contains(wanted, in: model.tokenizer.bytes(of: $0))
    }
    guard !tokens.isEmpty else {
      throw ValidationError("--at match:\(text): no token's text has it")
    }
    return interventions.compactMap { $0.onlyAt(tokens: Set(tokens)) }
  }

  private func contains(_ wanted: [UInt8], in bytes: [UInt8]) -> Bool {
    guard bytes.count >= wanted.count else { return false }
    return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
  }
}
