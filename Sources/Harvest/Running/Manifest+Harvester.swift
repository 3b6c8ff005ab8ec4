import Activations
import Corpora
import Foundation
import Transformers

extension Manifest {
  /// The manifest of a harvest that is about to begin.
  init(
    of model: LanguageModel, options: HarvestOptions, sources: [String], prependsBOS: Bool
  ) throws {
    self.init(
      contextSize: options.contextSize,
      sites: options.sites.map {
        Site(name: $0.site.name, width: $0.site.width, dtype: $0.format)
      })
    self.model = Model(name: model.name, sha256: try model.weightsDigest())
    tokenizer = Tokenizer(sha256: model.tokenizerDigest())
    processing = model.processing.names
    prependBOS = prependsBOS
    packing = options.packing.rawValue
    paddingToken = options.packing.paddingToken(of: model.tokenizer)
    positions = options.positions.name
    specialRows = options.flagsSpecialRows ? true : nil
    labels = options.labels.isEmpty ? nil : options.labels.map(\.name)
    batchTokens = options.tokensPerBatch
    shardRows = options.shardRows
    corpus = Corpus(of: options, sources: sources)
    seed = options.seed
    self.toolVersion = Harvester.toolVersion
  }

  /// This manifest, with the shards of the one that a folder holds.
  ///
  /// - Throws: `HarvestError` with code `.otherSettings` where that says what this one doesn't.
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
    if let shard = found.shards.first(where: { $0.end == nil }) {
      throw HarvestError(
        code: .otherSettings,
        message: "\(shard.file) doesn't say where its text ends; choose another --output",
        path: folder)
    }
    var resumed = self
    resumed.shards = found.shards
    return resumed
  }

  private struct Setting: Equatable {
    let what: String
    let value: String
  }

  /// What must agree for a harvest to go on where it stopped.
  private var settings: [Setting] {
    let sources = corpus?.sources?.compactMap(\.path) ?? []
    let formats = sites.map { "\($0.name)=\($0.dtype?.rawValue ?? "none")" }
    return [
      Setting(what: "model", value: model?.sha256 ?? "none"),
      Setting(what: "tokenizer", value: tokenizer?.sha256 ?? "none"),
      Setting(what: "processing", value: (processing ?? []).joined(separator: " ")),
      Setting(what: "context size", value: "\(contextSize)"),
      Setting(what: "BOS policy", value: prependBOS.map { "\($0)" } ?? "none"),
      Setting(what: "list of sites", value: sites.map(\.name).joined(separator: " ")),
      Setting(what: "dtype", value: formats.joined(separator: " ")),
      Setting(what: "packing", value: packing ?? "none"),
      Setting(what: "choice of positions", value: positions ?? "all"),
      Setting(what: "choice of special rows", value: "\(specialRows ?? false)"),
      Setting(what: "list of labels", value: (labels ?? []).joined(separator: " ")),
      Setting(what: "size of a batch", value: batchTokens.map { "\($0)" } ?? "none"),
      Setting(what: "corpus", value: sources.joined(separator: " ")),
      Setting(what: "recipe", value: corpus?.recipe ?? "none"),
      Setting(what: "part", value: corpus?.part ?? "whole"),
      Setting(
        what: "number of tokens of each document",
        value: corpus?.maxDocumentTokens.map { "\($0)" } ?? "all"),
      Setting(what: "seed", value: seed.map { "\($0)" } ?? "none"),
    ]
  }

  /// Records how far the corpus has been read.
  mutating func note(_ cursor: CorpusCursor) {
    for index in cursor.sources.indices where index < corpus?.sources?.count ?? 0 {
      corpus?.sources?[index].documentsRead = cursor.sources[index].documentsRead
      corpus?.sources?[index].bytesRead = cursor.sources[index].bytesRead
    }
    corpus?.passedOver = cursor.passedOver.isEmpty ? nil : cursor.passedOver
  }
}

extension Manifest.Corpus {
  /// What is read of some sources.
  fileprivate init(of options: HarvestOptions, sources: [String]) {
    self.init(
      sources: sources.map { Source(path: $0, kind: "files") }, recipe: options.recipe.name,
      part: options.part == .whole ? nil : "\(options.part.index)/\(options.part.count)",
      maxDocumentTokens: options.maxDocumentTokens)
    maxDocuments = options.maxDocuments
    maxTokens = options.maxTokens
  }
}
