import Analysis
import ArgumentParser
import Autoencoders
import Transformers

extension InterventionOptions {
  /// What adds to features and sets them, each autoencoder's at once.
  ///
  /// What an autoencoder does not explain of its site is left there, so only the changes are felt.
  func featureEdits(in model: LanguageModel, bos: BOSPolicy) throws -> [Intervention] {
    let added = steer.filter { !$0.hasPrefix("@") }
    let changes =
      try setFeature.map { (try FeatureValue($0), FeatureEdit.Change.set) }
      + added.map { (try FeatureValue($0), FeatureEdit.Change.add) }
    let byFolder = Dictionary(grouping: changes, by: \.0.folder).sorted { $0.key < $1.key }
    return try byFolder.flatMap { folder, changes in
      let saved = try fit.open(folder, of: model, bos: bos)
      let edits = changes.map { FeatureEdit($0.0.index, $0.1($0.0.value)) }
      return try splice(saved, edits: edits, folder: folder, in: model).interventions.map {
        var intervention = $0
        intervention.positions = at.selection
        return intervention
      }
    }
  }

  private func splice(
    _ saved: SavedAutoencoder, edits: [FeatureEdit], folder: String, in model: LanguageModel
  ) throws -> AutoencoderSplice {
    let (autoencoder, head) = (saved.autoencoder, saved.metadata.hookHeadIndex)
    for edit in edits where edit.feature >= autoencoder.width {
      throw ValidationError(
        "\(folder): it has features 0 to \(autoencoder.width - 1), not \(edit.feature)")
    }
    let input = saved.metadata.hookName ?? ""
    let output = saved.metadata.hookNameOut ?? input
    for (site, width) in [(input, autoencoder.inputWidth), (output, autoencoder.outputWidth)] {
      let found = try SitePattern(site).sites(of: model.configuration)[0].width
      guard head.map({ ($0 + 1) * width <= found }) ?? (width == found) else {
        throw CommandError("\(folder): it is \(width) wide, and \(site) of the model \(found)")
      }
    }
    return AutoencoderSplice(
      autoencoder, at: input, outputSite: output, head: head, keepsError: true, edits: edits)
  }
}
