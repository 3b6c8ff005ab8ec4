import Gradients
import Tensors

extension AutoencoderParameters {
  /// Starts from random decoder rows of one norm, and an encoder that is the decoder's transpose.
  ///
  /// A transcoder's encoder, which reads another site, has random rows of its own.
  init(_ configuration: TrainingConfiguration, inputWidth: Int, center: Matrix) {
    self.init(configuration, inputWidth: inputWidth, outputWidth: center.columns)
    let random = SplittableRandom(seed: configuration.seed)
    decoder.fillWithDirections(norm: configuration.decoderNorm, random: random.split("decoder"))
    if configuration.transcoder == .none {
      encoder = decoder
    } else {
      encoder.fillWithDirections(norm: configuration.decoderNorm, random: random.split("encoder"))
    }
    decoderBias = center
    threshold = Matrix(
      row: [Float](repeating: configuration.initialThreshold, count: threshold.columns))
  }

  /// Zeros in the shape that an architecture's parameters have.
  init(_ configuration: TrainingConfiguration, inputWidth: Int, outputWidth: Int) {
    let width = configuration.width
    encoder = Matrix(rows: width, columns: inputWidth)
    decoder = Matrix(rows: width, columns: outputWidth)
    encoderBias = Matrix(rows: 1, columns: width)
    decoderBias = Matrix(rows: 1, columns: outputWidth)
    if configuration.architecture == .jumpReLU { threshold = encoderBias }
    if configuration.architecture == .gated {
      magnitudeBias = encoderBias
      logScale = encoderBias
    }
    if configuration.transcoder == .skip {
      skip = Matrix(rows: outputWidth, columns: inputWidth)
    }
  }
}

extension Matrix {
  /// Fills every row with a random direction of one norm.
  fileprivate mutating func fillWithDirections(norm: Float, random: SplittableRandom) {
    forEachRow { index, row in
      var random = random.split(UInt64(index))
      for i in row.indices { row[i] = random.normal() }
      normalize(&row)
      if norm != 1 {
        for i in row.indices { row[i] *= norm }
      }
    }
  }
}
