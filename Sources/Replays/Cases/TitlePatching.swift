import Analysis
import Tokenizers
import Transformers

/// Case 000's patching: a title in prose put into a title in HTML, cell by cell.
struct TitlePatching {
  private let stage: ReplayStage

  private static let plain = "\nTitle here"
  private static let html = "<h1>Title here"

  /// As the HTML title, but for its brackets: as many tokens, which stand for one another.
  private static let twin = "(h1)Title here"

  private static let points: [HookName.Block] = [.mlpOut, .attentionOut, .residPost]

  init(_ stage: ReplayStage) { self.stage = stage }

  func run(_ notes: ReplayNotes) throws {
    try notes.step("Patching a title in prose into a title in HTML") { step in
      let literal = try patching(of: Self.plain, alignedBy: .index)
      let corrected = try patching(of: Self.twin, alignedBy: .equalLengths)
      let shown = stage.notebookCompat ? literal ?? corrected : corrected ?? literal
      if let literal {
        step.findings.append(
          notes.held(
            Finding(
              "'.' less '</' behind '\\nTitle here' and '<h1>Title here'",
              [literal.cleanMetric, literal.corruptedMetric ?? Figure(Double.nan)]
                .map(\.wrappedValue), labels: ["clean", "corrupted"]), to: "differences"))
      }
      if let shown {
        step.results.append(.patching(shown))
        step.findings += shown.sites.map(strongestCell)
      } else {
        step.findings.append(
          Finding("grids", unavailable: "this tokenizer makes prompts that cannot be paired"))
      }
      noteMistake(literal, corrected, notes)
    }
  }

  /// The grids of one clean prompt; nil where its tokens cannot be paired with the other's.
  private func patching(of clean: String, alignedBy rule: AlignmentRule) throws -> Patching? {
    let model = stage.model
    let answer = LogitCombination(
      right: try model.tokenizer.singleToken("."), wrong: try model.tokenizer.singleToken("</"))
    let (cleanTokens, htmlTokens) = (
      try stage.tokens(of: clean), try stage.tokens(of: Self.html)
    )
    let sites = Self.points.flatMap { point in
      (0..<stage.configuration.layerCount).compactMap {
        stage.configuration.site(point, layer: $0)
      }
    }
    let pairs: PatchPairs
    do {
      pairs = try PatchPairs(
        [PromptPair(clean: cleanTokens, corrupted: htmlTokens, answer: answer)],
        of: model.transformer, direction: .denoising, alignedBy: rule,
        recording: Set(sites.map(\.name)))
    } catch let error as AnalysisError where error.code == .unalignedPrompts {
      return nil
    }
    let values = try pairs.values(of: .logitDifference)
    let facts = PatchingFacts(
      model: model.name, method: .activationPatching, metric: .logitDifference,
      source: PatchSource.resample.name,
      clean: text(clean, cleanTokens, values.clean[0]),
      corrupted: text(Self.html, htmlTokens, values.corrupted?[0] ?? .nan), values: values)
    return Patching(
      try pairs.sweep(sites, by: .position), facts, direction: pairs.direction,
      alignment: pairs.alignment)
  }

  private func text(_ prompt: String, _ tokens: [Int], _ difference: Double) -> PromptText {
    PromptText(
      prompt: prompt, tokens: zip(tokens, stage.texts(of: tokens)).map { .init(id: $0, text: $1) },
      logitDiff: difference)
  }

  private func strongestCell(of grid: Patching.Grid) -> Finding {
    let values = grid.normalized ?? grid.values
    let cells = values.indices.flatMap { row in
      values[row].indices.map { (row: row, column: $0, value: values[row][$0].wrappedValue) }
    }
    guard let best = cells.max(by: { $0.value < $1.value }) else {
      return Finding(grid.site, unavailable: "no cell")
    }
    return Finding(
      "strongest cell of \(grid.site)", [best.value],
      note: "layer \(grid.rows[best.row]), position \(grid.columns[best.column])")
  }

  private func noteMistake(
    _ literal: Patching?, _ corrected: Patching?, _ notes: ReplayNotes
  ) {
    let skipped = (try? stage.prefix.count) ?? 0
    func pairs(_ patching: Patching?) -> String {
      guard let patching, let twin = patching.corrupted else { return "cannot be paired here" }
      return patching.alignment.dropFirst(skipped).prefix(4)
        .map { "'\(patching.clean.tokens[$0.clean].text)'↔'\(twin.tokens[$0.corrupted].text)'" }
        .joined(separator: " ")
    }
    notes.mistake(
      """
      the prompts differ in length, and are paired by position: unlike tokens stand for each other, \
      and the last position is never patched
      """, literal: pairs(literal), corrected: "a twin of one length: \(pairs(corrected))")
  }
}
