import Analysis
import Autoencoders
import Corpora
import Gradients
import Harvest
import Tensors
import Tokenizers
import Transformers

/// Case 000: which neurons tell HTML from prose, and what they do when a title is continued.
///
/// The notebook's labelled prompts were not published. Windows of pages' markup and of other pages'
/// visible text stand for them, so that of its probes the shape of the result can be compared alone.
struct HTMLNeurons: NotebookCase {
  private let stage: ReplayStage

  /// How long a context is, BOS included.
  private static let contextSize = 512

  /// How many contexts closing tags are counted in.
  private static let contextCount = 8

  init(_ stage: ReplayStage) { self.stage = stage }

  func run(_ notes: ReplayNotes) throws {
    try continuations(notes)
    let contexts = try pages(notes)
    try autoencoder(contexts, notes)
    let neurons = try TagNeurons(stage, notes)
    try neurons.probe(notes)
    try neurons.intervene(notes)
    try TitlePatching(stage).run(notes)
    try closings(contexts, notes)
  }

  private func continuations(_ notes: ReplayNotes) throws {
    try notes.step("Ten tokens behind a title") { step in
      step.findings = try [("text", "Title here"), ("html", "<h1>Title here")].map { name, prompt in
        notes.held(
          Finding(prompt, text: try stage.continuation(of: prompt, tokens: 10)), to: name)
      }
    }
  }

  /// The pages, cleaned and packed line by line.
  private func pages(_ notes: ReplayNotes) throws -> [[Int]] {
    let pages = stage.documents.filter(\.isHTML)
    guard let first = pages.first else {
      throw ReplayError(code: .tooLittleText, message: "expected pages of HTML, found none")
    }
    let size = min(Self.contextSize, stage.configuration.contextSize)
    return try notes.step("Pages cleaned and packed") { step in
      let cleaned = pages.map { Recipe.wikipedia.apply(to: $0) }
      let contexts = try cleaned.flatMap { page in
        Packing.lines.sequences(
          of: page, tokenizer: stage.model.tokenizer, contextSize: size, prefix: try stage.prefix)
      }
      step.findings = [
        Finding(
          "pages, their bytes before and after",
          [
            Double(pages.count), Double(pages.reduce(0) { $0 + $1.text.utf8.count }),
            Double(cleaned.reduce(0) { $0 + $1.utf8.count }),
          ], note: "the first is \(first.title)"),
        notes.held(
          Finding(
            "contexts and their length", [Double(contexts.count), Double(size)],
            note: "the notebook packs one page, drawn at random"), to: "contexts", needsData: true),
        Finding("closing tags", [Double(contexts.joined().count(where: closes))]),
      ]
      return Array(contexts.prefix(Self.contextCount))
    }
  }

  /// Whether a token opens a closing tag.
  private func closes(_ token: Int) -> Bool {
    stage.model.tokenizer.text(of: token).hasPrefix("</")
  }

  private func autoencoder(_ contexts: [[Int]], _ notes: ReplayNotes) throws {
    try notes.step("The autoencoder of layer 8's residual stream") { step in
      guard let path = stage.autoencoder else {
        step.findings = [
          Finding(
            "autoencoder",
            unavailable: "give jbloom's file, or any autoencoder of this model, with --sae")
        ]
        return
      }
      let site = try SiteAutoencoder(try SavedAutoencoder(at: path), in: stage.configuration)
      let cache = try stage.model.transformer(Run(contexts, sites: [site.site.name])).cache
      guard let x = cache[site.site.name] else { return }
      let (code, _) = site.autoencoder.reconstruct(x)
      step.findings = [
        Finding(
          "input width, features, features on at a time",
          [
            Double(site.autoencoder.inputWidth), Double(site.autoencoder.width),
            Double(code.values.count(where: { $0 != 0 })) / Double(x.rows),
          ], note: "at \(site.site.name)")
      ]
    }
  }

  /// How often the likeliest token closes a tag where the text does: the notebook's last, unfinished
  /// step.
  private func closings(_ contexts: [[Int]], _ notes: ReplayNotes) throws {
    var (right, count) = (0, 0)
    try notes.step("Is a tag closed where it is?") { step in
      for context in contexts {
        let places = context.indices.dropFirst().filter { closes(context[$0]) }
        guard !places.isEmpty else { continue }
        let logits = try stage.model.transformer(
          Run([context], logits: .at(places.map { $0 - 1 }))
        ).logits
        count += places.count
        right += places.indices.count { place in
          indexOfMaximum(logits[row: place]).map(closes) ?? false
        }
      }
      step.findings = [
        Finding(
          "right, of closing tags", [Double(right), Double(count)],
          note: "the notebook published no number")
      ]
    }
  }
}
