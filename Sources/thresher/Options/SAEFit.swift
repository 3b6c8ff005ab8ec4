import Analysis
import ArgumentParser
import Autoencoders
import Transformers

/// Autoencoders for activations that they were trained on, or others where that is asked for.
struct SAEFit: ParsableArguments {
  @Flag(help: "Go on where the autoencoder does not fit the activations, with warnings.")
  var ignoreMismatch = false

  /// Reads an autoencoder that is to see a site of a model, by default its own.
  func open(
    _ folder: String, for site: String? = nil, of model: LanguageModel, bos: BOSPolicy
  ) throws -> SavedAutoencoder {
    var saved = try SavedAutoencoder(at: folder)
    guard let site = site ?? saved.metadata.hookName else {
      throw CommandError(
        """
        \(folder): it does not name its site: set it with 'thresher autoencoder convert \
        --hook-name SITE'
        """)
    }
    let name = try SitePattern(site).sites(of: model.configuration)[0].name
    var origin = try ActivationOrigin(name, of: model)
    origin.prependsBOS = try model.beginning(under: bos) != nil
    try report(saved.misfits(with: origin), of: folder)
    saved.metadata.hookName = name
    return saved
  }

  /// Refuses what does not fit, or warns of it.
  func report(_ misfits: [String], of folder: String) throws {
    guard let first = misfits.first else { return }
    guard ignoreMismatch else {
      throw CommandError("\(folder): \(first); or pass --ignore-mismatch")
    }
    for misfit in misfits { note("warning: \(folder): \(misfit)") }
  }
}
