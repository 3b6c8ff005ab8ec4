import Autoencoders
import Gradients
import Tensors

/// Where autoencoders take their rows from: a harvest, or a model that reads a corpus meanwhile.
protocol SAERows: AnyObject {
  /// What is read, for messages.
  var source: String { get }

  /// What an autoencoder's file says of where its input comes from.
  func metadata(site: String) -> AutoencoderMetadata

  /// Some rows to begin from.
  func sample(site: String) throws -> Matrix

  /// The rows of a batch, by its number.
  func batch(_ number: Int, site: String) throws -> Matrix

  /// Rows that training never sees, drawn from documents of their own; nil where none are kept.
  func heldOut(site: String) throws -> Matrix?
}

extension SAERows {
  /// The rows of a batch for a run.
  func batch(_ number: Int, of plan: SAEPlan) throws -> TrainingRows {
    TrainingRows(
      try batch(number, site: plan.site),
      target: try plan.outputSite.map { try batch(number, site: $0) })
  }

  /// The rows that a run begins from.
  func sample(of plan: SAEPlan) throws -> TrainingRows {
    TrainingRows(
      try sample(site: plan.site), target: try plan.outputSite.map { try sample(site: $0) })
  }

  /// How well an autoencoder does on the held-out rows; nil where there are none.
  func evaluation(of autoencoder: SparseAutoencoder, plan: SAEPlan) throws -> Evaluation? {
    guard let rows = try heldOut(site: plan.site) else { return nil }
    let targets = try plan.outputSite.flatMap { try heldOut(site: $0) } ?? rows
    var center = columnSums(of: targets)
    center.scale(by: 1 / Float(targets.rows))
    var statistics = ReconstructionStatistics(width: autoencoder.width, center: center)
    for start in stride(from: 0, to: rows.rows, by: 2048) {
      let range = start..<min(start + 2048, rows.rows)
      let (code, made) = autoencoder.reconstruct(rows.rows(range))
      statistics.add(targets.rows(range), code: code, reconstruction: made)
    }
    return statistics.evaluation
  }
}
