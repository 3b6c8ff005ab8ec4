import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Downloads
import Foundation
import Harvest
import Tokenizers
import Transformers

/// A harvest, some of its sites, and the label that its rows are asked about.
struct LabelledHarvest: ParsableArguments {
  @Option(help: "The harvest's folder.")
  var harvest: String?

  @Option(help: "A site of the harvest, by name or glob. Repeatable; by default all, or --sae's.")
  var site: [String] = []

  @Option(help: "What a token is asked: \(Label.names).")
  var label: String?

  @Option(help: "A file of labels instead: one number a line, or lines of ROW,LABEL.")
  var labels: String?

  @Option(help: "The model whose tokenizer the harvest was made with; by default the manifest's.")
  var model: String?

  func validate() throws {
    if label != nil && labels != nil {
      throw ValidationError("expected either --label NAME or --labels FILE, not both")
    }
  }

  /// Opens the harvest.
  func open() throws -> HarvestFolder {
    guard let harvest else { throw ValidationError("expected --harvest FOLDER") }
    return try HarvestFolder(path: harvest)
  }

  /// The sites that were asked for.
  func sites(of folder: HarvestFolder) throws -> [String] { try folder.sites(matching: site) }

  /// The one site that was asked for, or that there is.
  func site(of folder: HarvestFolder) throws -> String { try folder.site(matching: site) }

  /// The one site that was asked for, or that an autoencoder names and the harvest has.
  func site(of folder: HarvestFolder, readBy saved: SavedAutoencoder) throws -> String {
    if site.isEmpty, let name = saved.metadata.hookName, folder.siteNames.contains(name) {
      return name
    }
    return try site(of: folder)
  }

  /// An autoencoder that fits a site, and the site: one that is named, or as `site(of:readBy:)` says.
  func autoencoder(
    at sae: String, for site: String? = nil, of folder: HarvestFolder, fit: SAEFit
  ) throws -> (saved: SavedAutoencoder, site: String) {
    let saved = try SavedAutoencoder(at: sae)
    let site = try site ?? self.site(of: folder, readBy: saved)
    try fit.report(saved.misfits(with: try ActivationOrigin(site, of: folder)), of: sae)
    return (saved, site)
  }

  /// The name of the label: its own, or its file's.
  var labelName: String { label ?? labels ?? "" }

  /// The label of every row; NaN where it has none.
  func column(of folder: HarvestFolder) throws -> [Float] {
    if let labels { return try LabelFile.read(labels, rowCount: folder.rowCount) }
    guard let label else { throw ValidationError("expected --label NAME or --labels FILE") }
    return try column(of: folder, label: label)
  }

  /// A built-in label of every row; NaN where it has none.
  func column(of folder: HarvestFolder, label: String) throws -> [Float] {
    let wanted = try Label(named: label)
    return try Labeller(harvest: folder, tokenizer: try tokenizer(of: folder)).column(wanted)
  }

  /// An autoencoder's features of a site, or of the one that was asked for.
  func features(
    of folder: HarvestFolder, through sae: String, site: String? = nil, fit: SAEFit
  ) throws -> ProbeSource {
    let (saved, site) = try autoencoder(at: sae, for: site, of: folder, fit: fit)
    let rows = try HarvestRows(harvest: folder, site: site)
    return ProbeSource(
      harvest: folder, features: try FeatureRows(rows, through: saved.autoencoder), sae: sae)
  }

  /// The model that the harvest was made with, its weights processed as then.
  func languageModel(of folder: HarvestFolder) throws -> LanguageModel {
    _ = try tokenizer(of: folder)
    guard let name = model ?? folder.manifest.model?.name else {
      throw ValidationError("the harvest doesn't name its model: give it with --model")
    }
    let steps = (folder.manifest.processing ?? []).joined(separator: ",")
    return try LanguageModel(
      at: try LocalModels().find(name).path, name: name,
      processing: try Processing(steps.isEmpty ? "none" : steps))
  }

  /// The tokenizer that the harvest was made with.
  func tokenizer(of folder: HarvestFolder) throws -> Tokenizer {
    guard let name = model ?? folder.manifest.model?.name else {
      throw ValidationError("the harvest doesn't name its model: give it with --model")
    }
    let tokenizer = try LanguageModel.tokenizer(at: try LocalModels().find(name).path)
    let found = LanguageModel.digest(of: tokenizer)
    if let expected = folder.manifest.tokenizer?.sha256, expected != found {
      throw CommandError(
        """
        \(folder.path): was made with another tokenizer than \(name)'s; give the right model with \
        --model
        """)
    }
    return tokenizer
  }
}
