import Analysis
import Corpora
import Transformers

/// Case 001: what negative heads take from the loss, token by token.
///
/// GPT-2's heads 10.7 and 11.10 are known. In another model those two stand for them that take most
/// from the logit of the token that comes next.
struct CopySuppression: NotebookCase {
  private let stage: ReplayStage
  private let prompt = "All's fair in love and war"

  private static let documentCount = 50
  private static let contextSize = 200

  init(_ stage: ReplayStage) { self.stage = stage }

  func run(_ notes: ReplayNotes) throws {
    let documents = try documents(notes)
    let heads = try chosenHeads(documents, notes)
    let ablation = try ablations(of: heads, documents, notes)
    try publishedPrompt(heads[0], notes)
    try directEffects(of: heads[0], ablation, documents, notes)
  }

  /// The documents' tokens, quotes made plain as in the notebook.
  private func documents(_ notes: ReplayNotes) throws -> [[Int]] {
    let size = min(Self.contextSize, stage.configuration.contextSize)
    return try notes.step("Documents") { step in
      let documents = try stage.documents.prefix(Self.documentCount).map { document in
        Array(try stage.textTokens(of: plainQuotes(Recipe.text.apply(to: document))).prefix(size))
      }.filter { $0.count >= 3 }
      guard !documents.isEmpty else {
        throw ReplayError(code: .tooLittleText, message: "expected a text of three tokens or more")
      }
      step.findings = [
        Finding(
          "documents, and tokens of the longest",
          [Double(documents.count), Double(documents.map(\.count).max() ?? 0)],
          note: "the notebook reads 50 documents of OpenWebText, 200 tokens of each")
      ]
      return documents
    }
  }

  private func chosenHeads(
    _ documents: [[Int]], _ notes: ReplayNotes
  ) throws -> [HeadName] {
    let isOriginal = notes.replay.isOriginal
    let known = [HeadName(layer: 10, index: 7), HeadName(layer: 11, index: 10)]
    return try notes.step("Negative heads") { step in
      let found = try NegativeHeads(stage).search(documents)
      let heads = isOriginal ? known : found.prefix(2).map(\.head)
      step.findings = [
        Finding(
          "what the most negative heads add to the next token's logit, in the mean",
          found.prefix(5).map(\.effect), labels: found.prefix(5).map { "\($0.head)" }),
        Finding(
          "heads looked at", text: heads.map(\.description).joined(separator: ", "),
          note: isOriginal ? nil : "the two most negative stand for GPT-2's 10.7 and 11.10"),
      ]
      return heads
    }
  }

  /// The loss changes of four kinds of ablation of each head.
  private func ablations(
    of heads: [HeadName], _ documents: [[Int]], _ notes: ReplayNotes
  ) throws -> Ablation {
    try notes.step("Four ablations of each head") { step in
      let study = try HeadAblations(stage, heads: heads)
      var result = try study.ablation(of: documents)
      let left = try study.patchedWithTheFirstLeftIn(documents)
      noteHooks(left, result.lossChanges(of: heads[1]), notes)
      for head in heads {
        var changes = result.lossChanges(of: head)
        if stage.notebookCompat && head == heads[1] { changes.merge(left) { $1 } }
        let kinds = AblationKind.standard.map(\.description)
        step.findings.append(
          Finding(
            "mean change of the loss without \(head)", kinds.map { changes[$0] ?? .nan },
            labels: kinds))
      }
      if stage.notebookCompat {
        result.warnings.append("each head is taken out by itself, not as the notebook's hooks do")
      }
      step.results.append(.ablation(result))
      return result
    }
  }

  private func noteHooks(
    _ literal: [String: Double], _ corrected: [String: Double], _ notes: ReplayNotes
  ) {
    func text(_ changes: [String: Double]) -> String {
      literal.keys.sorted().map { "\($0) \(decimal(changes[$0] ?? .nan))" }
        .joined(separator: ", ")
    }
    notes.mistake(
      """
      hooks are added in a loop and never removed, so the second head's patched losses are taken \
      with the first still mean-patched
      """, literal: text(literal), corrected: text(corrected))
  }

  /// The one prompt of which the numbers were published.
  private func publishedPrompt(_ head: HeadName, _ notes: ReplayNotes) throws {
    let kind = AblationKind(.mean, .direct)
    try notes.step("One prompt, head \(head)") { step in
      let tokens = try stage.tokens(of: prompt)
      guard tokens.count >= 2 else { return }
      var run = try AblationRun(
        of: stage.model.transformer,
        targets: [try HeadAblations.target(head, in: stage.configuration)], kinds: [kind])
      try run.observe(tokens)
      let changes = try run.effects(of: tokens, number: 0).effects[0][0].lossChanges
      let texts = stage.texts(of: tokens)
      step.findings = [
        notes.held(
          Finding(
            "change of the next token's loss, \(kind), '\(prompt)'", changes.map(Double.init),
            labels: Array(texts.dropLast())), to: "loss changes")
      ]
      step.tokens = [
        Replay.TokenSeries(
          name: "change of the loss without \(head)", tokens: texts,
          values: [.nan] + changes.map(Double.init))
      ]
    }
  }

  /// What the head makes likelier and less likely where the loss rises most without it.
  private func directEffects(
    of head: HeadName, _ ablation: Ablation, _ documents: [[Int]], _ notes: ReplayNotes
  ) throws {
    let kinds = ablation.units.first { $0.unit == "\(head)" }?.kinds ?? []
    let places = kinds.first { $0.kind == AblationKind(.mean, .direct) }?.top ?? []
    try notes.step("Where head \(head) helps most") { step in
      for place in places {
        let tokens = Array(documents[place.document].prefix(place.position + 1))
        let effects = try HeadEffects(stage, head: head, at: tokens)
        step.findings.append(
          Finding(
            "document \(place.document), position \(place.position)",
            text: "…\(onOneLine(place.context)) ⟶ '\(onOneLine(place.next))'",
            note: """
              the loss rises by \(decimal(place.lossChange)); the head lowers \
              \(quoted(effects.logits.bottom.map(\.token))) and attends most to \
              \(quoted(effects.mostAttended))
              """))
        if step.tokens.isEmpty {
          step.tokens.append(
            Replay.TokenSeries(
              name: "attention of \(head) from the last token", tokens: stage.texts(of: tokens),
              values: effects.attention))
        }
      }
    }
  }
}

/// Tokens in a sentence.
private func quoted(_ tokens: [String]) -> String {
  tokens.map { "'\(onOneLine($0))'" }.joined(separator: " ")
}

private func onOneLine(_ text: String) -> String { text.replacing("\n", with: "\\n") }

/// A text with curly quotes made straight.
private func plainQuotes(_ text: String) -> String {
  String(
    text.map { character -> Character in
      switch character {
      case "“", "”": "\""
      case "‘", "’": "'"
      default: character
      }
    })
}

extension Ablation {
  /// The mean change of the loss without a head, by kind.
  fileprivate func lossChanges(of head: HeadName) -> [String: Double] {
    let kinds = units.first { $0.unit == "\(head)" }?.kinds ?? []
    return Dictionary(
      uniqueKeysWithValues: kinds.map { ($0.kind.description, $0.lossChange.mean) })
  }
}
