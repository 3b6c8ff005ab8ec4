import Activations
import Autoencoders
import Corpora
import Harvest
import Tensors
import Transformers

/// Rows that a model makes while autoencoders learn from them; nothing is kept on the disk.
///
/// Documents are parted by their ids as in a harvest: autoencoders learn from the training part, and
/// are evaluated on the first rows of the test part.
final class StreamSAERows: SAERows {
  private let model: LanguageModel
  private let corpus: Corpus
  private let options: HarvestOptions
  private let batchRows: Int
  private let training: ActivationStream
  private var latest: (number: Int, rows: [String: Matrix])?
  private var test: [String: Matrix]?

  /// How many rows runs begin from, and are evaluated on.
  private static let sampleRows = 8192

  init(
    model: LanguageModel, corpus: Corpus, options: HarvestOptions, batchRows: Int, bufferRows: Int
  ) throws {
    self.model = model
    self.corpus = corpus
    self.options = options
    self.batchRows = batchRows
    training = try ActivationStream(
      model: model, corpus: corpus, options: options, batchRows: batchRows,
      bufferRows: bufferRows
    ) { Split.of(documentID: $0) == .train }
  }

  var source: String { corpus.sources.joined(separator: ", ") }

  func metadata(site: String) -> AutoencoderMetadata {
    AutoencoderMetadata(
      modelName: model.name, hookName: site, contextSize: options.contextSize,
      prependBOS: (try? model.beginning(under: options.bos)) != nil,
      datasetPath: corpus.sources.first, processing: model.processing.names)
  }

  func sample(site: String) throws -> Matrix {
    let count = (Self.sampleRows + batchRows - 1) / batchRows
    return Matrix(stacking: try (0..<count).map { try batch($0, site: site) })
  }

  func batch(_ number: Int, site: String) throws -> Matrix {
    if latest?.number != number { latest = (number, try training.batch(number)) }
    guard let rows = latest?.rows[site] else {
      throw CommandError("--site \(site): the model does not give it")
    }
    return rows
  }

  func heldOut(site: String) throws -> Matrix? {
    if let test { return test[site] }
    let stream = try ActivationStream(
      model: model, corpus: corpus, options: options, batchRows: Self.sampleRows,
      bufferRows: Self.sampleRows
    ) { Split.of(documentID: $0) == .test }
    test = try? stream.batch(0)
    return test?[site]
  }
}
