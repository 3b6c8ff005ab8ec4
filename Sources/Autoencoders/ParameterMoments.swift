import Gradients

/// What Adam remembers of the gradients of an autoencoder's parameters.
struct ParameterMoments: Sendable, Equatable {
  var encoder: Adam.Moments
  var encoderBias: Adam.Moments
  var decoder: Adam.Moments
  var decoderBias: Adam.Moments

  init(of parameters: AutoencoderParameters) {
    encoder = Adam.Moments(of: parameters.encoder)
    encoderBias = Adam.Moments(of: parameters.encoderBias)
    decoder = Adam.Moments(of: parameters.decoder)
    decoderBias = Adam.Moments(of: parameters.decoderBias)
  }

  /// Moves the parameters, and brings the decoder's rows back to norm 1.
  mutating func move(
    _ parameters: inout AutoencoderParameters, by gradients: AutoencoderGradients, adam: Adam,
    step: Int, rate: Float
  ) {
    adam.update(
      &parameters.encoder, moments: &encoder, gradient: gradients.encoder, step: step, rate: rate)
    adam.update(
      &parameters.encoderBias, moments: &encoderBias, gradient: gradients.encoderBias, step: step,
      rate: rate)
    adam.update(
      &parameters.decoder, moments: &decoder, gradient: gradients.decoder, step: step, rate: rate)
    adam.update(
      &parameters.decoderBias, moments: &decoderBias, gradient: gradients.decoderBias,
      step: step, rate: rate)
    parameters.normalizeDecoder()
  }
}
