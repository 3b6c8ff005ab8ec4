public import Gradients

/// The architectures that Thresher trains; as files say them.
public enum TrainedArchitecture: String, Codable, Sendable, CaseIterable {
  case standard, gated
  case topK = "topk"
  case batchTopK = "batchtopk"
  case matryoshka
  case jumpReLU = "jumprelu"

  /// SAELens's name.
  public var saeLensName: String { self == .matryoshka ? "matryoshka_batchtopk" : rawValue }
}

/// Whether the output is another site's, and whether a matrix leads there past the code.
public enum TranscoderKind: String, Codable, Sendable, CaseIterable {
  case none, plain, skip
}

/// How JumpReLU's features are kept few.
public enum SparsityMode: String, Codable, Sendable, CaseIterable {
  case step, tanh, quadratic
}

/// Where the decoder's bias starts.
public enum Center: String, Codable, Sendable, CaseIterable {
  case geometricMedian = "geometric-median"
  case mean, zero
}

/// To what size activations are scaled before training.
public enum InputScaling: String, Codable, Sendable, CaseIterable {
  /// As they are.
  case none
  /// To a mean norm of √dIn.
  case rootWidth = "root-width"
  /// To a mean squared norm of 1.
  case unitMeanSquare = "unit-mean-square"
}

/// How an autoencoder is trained.
public struct TrainingConfiguration: Codable, Equatable, Sendable {
  // MARK: What is trained

  /// How features are chosen.
  public var architecture = TrainedArchitecture.topK

  /// Whether it is a transcoder.
  public var transcoder = TranscoderKind.none

  /// How many features there are, dSAE.
  public var width: Int

  /// How many are on in a row; for BatchTopK and Matryoshka on average.
  public var k: Float

  /// How many features the inner reconstructions of a Matryoshka autoencoder are made of, ascending.
  public var matryoshkaWidths: [Int] = []

  /// Whether the decoder's bias is taken off the input.
  public var subtractsDecoderBias = true

  // MARK: Sparsity

  /// How many features are on at the first step, from where `k` is reached in `kAnnealingSteps`.
  public var kStart: Float?

  /// Over how many steps `kStart` becomes `k`.
  public var kAnnealingSteps = 0

  /// The weight of the penalty of standard and gated autoencoders.
  public var l1Coefficient: Float = 1

  /// The weight of JumpReLU's penalty.
  public var l0Coefficient: Float = 1

  /// Over how many steps the penalty grows to its weight.
  public var sparsityWarmUpSteps = 0

  /// Whether the penalty of a feature is weighted by its decoder row's norm.
  public var weighsPenaltyByNorm = true

  /// JumpReLU's kind of penalty.
  public var sparsityMode = SparsityMode.step

  /// How many features should be on: the centre of the quadratic penalty, else what a controller
  /// of the penalty's weight aims for.
  public var targetL0: Float?

  /// The width of JumpReLU's kernel.
  public var bandwidth: Float = 0.05

  /// JumpReLU's first threshold.
  public var initialThreshold: Float = 0.01

  /// How steep the tanh penalty is.
  public var tanhScale: Float = 4

  /// Whether the kernel's estimate reaches the encoder, as at Anthropic, or the thresholds alone.
  public var passesEstimateToInput = false

  /// The weight of what pulls dead features up to their threshold.
  public var deadPullCoefficient: Float = 0

  /// How fast BatchTopK's threshold for inference follows the batches.
  public var thresholdRate = 0.01

  // MARK: Start and scale

  /// The norm of the decoder's first rows.
  public var decoderNorm: Float = 1

  /// Whether the decoder's rows are held at norm 1, and their gradients across them.
  public var unitNormDecoder = true

  /// Where the decoder's bias starts.
  public var center = Center.geometricMedian

  /// To what size activations are scaled.
  public var inputScaling = InputScaling.rootWidth

  /// Whether that factor is folded into the weights on saving; else it is a file beside them.
  public var foldsInputScale = true

  /// The seed of the first weights.
  public var seed: UInt64 = 0

  // MARK: Optimizer

  /// How many steps the run has.
  public var steps: Int

  /// The learning rate over the run.
  public var learningRate: LearningRate

  /// The optimizer.
  public var adam = Adam(beta1: 0.9, beta2: 0.999, epsilon: 6.25e-10)

  /// The largest norm of all gradients together, to which longer ones are cut; nil for no limit.
  ///
  /// Rows hundreds of times as long as the others, which language models have where attention
  /// rests, would otherwise slow Adam down for a thousand steps.
  public var largestGradient: Float? = 1

  /// How many times the losses before it a loss may be; nil for any.
  public var spikeFactor: Double? = 100

  /// How much of the running mean of the weights, which is what is saved, is kept at a step; nil
  /// for none.
  public var averageDecay: Float?

  // MARK: Dead features

  /// The weight of the loss that revives dead features of TopK's family; 0 for none.
  public var auxiliaryCoefficient: Float = 1 / 32

  /// How many dead features a row uses for it; nil for half of dOut.
  public var auxiliaryK: Int?

  /// After how many rows of silence a feature counts as dead.
  public var deadAfterRows = 200_000

  /// Every how many steps dead features start anew from badly explained rows; 0 for never.
  public var resampleEverySteps = 0

  /// Makes a configuration of a TopK autoencoder, with a learning rate that suits the width.
  ///
  /// The first twentieth of the run warms up, the last fifth decays. Runs of some hundred steps do
  /// better at three times that rate.
  public init(width: Int, k: Float, steps: Int) {
    self.width = width
    self.k = k
    self.steps = steps
    learningRate = LearningRate(
      peak: Self.learningRate(width: width), warmUpSteps: min(1000, steps / 20), decay: .linear,
      decaySteps: steps / 5)
  }

  /// Makes a configuration of an architecture.
  ///
  /// A penalty grows to its weight over the first tenth; Matryoshka's inner widths are a
  /// thirty-second to a half of all features.
  public init(architecture: TrainedArchitecture, width: Int, k: Float, steps: Int) {
    self.init(width: width, k: k, steps: steps)
    self.architecture = architecture
    if isPenalized { sparsityWarmUpSteps = steps / 10 }
    if architecture == .matryoshka { matryoshkaWidths = nestedWidths(of: width) }
  }

  /// The rate that suits a width: 2e-4 at 2^14, falling with its root.
  ///
  /// Source: Gao et al. 2024, <https://arxiv.org/abs/2406.04093>, section 2 and appendix A.
  public static func learningRate(width: Int) -> Float {
    2e-4 * (16384 / Float(max(width, 1))).squareRoot()
  }

  /// Whether features are ranked by what they add to the output: where decoder rows have norms of
  /// their own and rank decides.
  public var ranksByDecoderNorm: Bool {
    !unitNormDecoder && [.topK, .batchTopK, .matryoshka].contains(architecture)
  }
}
