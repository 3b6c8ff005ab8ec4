import Activations
import Corpora
import Foundation
import Tensors
import Transformers

extension Manifest {
  /// The manifest of a harvest that is about to begin.
  init(
    of model: LanguageModel, options: HarvestOptions, sources: [String], prependsBOS: Bool
  ) throws {
    self.init(
      contextSize: options.contextSize,
      sites: options.sites.map { Site(name: $0.name, width: $0.width, dtype: options.format) })
    self.model = Model(name: model.name, sha256: try model.weightsDigest())
    tokenizer = Tokenizer(sha256: model.tokenizerDigest())
    processing = model.processing.names
    prependBOS = prependsBOS
    corpus = Corpus(
      sources: sources.map { Corpus.Source(path: $0, kind: "files") }, recipe: options.recipe.name,
      maxDocumentTokens: options.maxDocumentTokens)
    seed = options.seed
    self.toolVersion = Harvester.toolVersion
  }

  /// The manifest that a folder holds, where it says what this one does; this one where none is.
  func resuming(folder: String) throws -> Manifest {
    guard FileManager.default.fileExists(atPath: "\(folder)/\(Manifest.fileName)") else {
      return self
    }
    let found = try Manifest.read(fromFolder: folder)
    for (wanted, there) in zip(settings, found.settings) where wanted != there {
      throw HarvestError(
        code: .otherSettings,
        message: """
          this folder holds a harvest with another \(wanted.what): '\(there.value)' there, \
          '\(wanted.value)' wanted; choose another --output, or remove the folder
          """,
        path: folder)
    }
    return found
  }

  private struct Setting: Equatable {
    let what: String
    let value: String
  }

  /// What must agree for a harvest to go on where it stopped.
  private var settings: [Setting] {
    let sources = corpus?.sources?.compactMap(\.path) ?? []
    return [
      Setting(what: "model", value: model?.sha256 ?? "none"),
      Setting(what: "tokenizer", value: tokenizer?.sha256 ?? "none"),
      Setting(what: "processing", value: (processing ?? []).joined(separator: " ")),
      Setting(what: "context size", value: "\(contextSize)"),
      Setting(what: "BOS policy", value: prependBOS.map { "\($0)" } ?? "none"),
      Setting(what: "list of sites", value: sites.map(\.name).joined(separator: " ")),
      Setting(what: "dtype", value: sites.first?.dtype?.rawValue ?? "none"),
      Setting(what: "corpus", value: sources.joined(separator: " ")),
      Setting(what: "recipe", value: corpus?.recipe ?? "none"),
      Setting(
        what: "number of tokens of each document",
        value: corpus?.maxDocumentTokens.map { "\($0)" } ?? "all"),
    ]
  }

  /// Records how far the corpus has been read.
  mutating func note(_ progress: CorpusProgress) {
    // One stream reads all sources in turn, so the first carries the count of them all.
    guard corpus?.sources?.isEmpty == false else { return }
    corpus?.sources?[0].documentsRead = progress.documentsRead
    corpus?.sources?[0].bytesRead = progress.bytesRead
  }
}
