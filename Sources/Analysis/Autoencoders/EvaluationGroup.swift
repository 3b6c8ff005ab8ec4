import Autoencoders

/// The sums over some of the rows and tokens that an autoencoder is evaluated on: a document's, or
/// those of a kind.
struct EvaluationGroup: Sendable {
  var reconstruction = ReconstructionSums()
  var prediction = PredictionSums()

  static func += (a: inout EvaluationGroup, b: EvaluationGroup) {
    a.reconstruction += b.reconstruction
    a.prediction += b.prediction
  }
}
