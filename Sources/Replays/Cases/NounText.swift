import Analysis
import Corpora
import Harvest
import Tensors
import Tokenizers
import Transformers

/// Case 002's text: the longer lines of its documents, one after another as tokens.
struct NounText {
  /// The tokens of two blocks.
  let tokens: [Int]

  /// Their texts.
  let texts: [String]

  /// Whether each is a proper noun by the notebook's rule, 1 or 0.
  let labels: [Float]

  /// How many tokens are read at once.
  let blockSize: Int

  /// How many tokens are three or more blanks.
  let blankCount: Int

  private let stage: ReplayStage

  /// Lines of fewer characters are headings, and left out.
  private static let leastLength = 50

  /// How many lines the notebook reads.
  private static let lineCount = 200

  init(_ stage: ReplayStage, blockSize: Int) throws {
    self.stage = stage
    let lines = stage.documents.flatMap { document -> [Substring] in
      Recipe.text.apply(to: document).split(separator: "\n").filter {
        $0.count > Self.leastLength
      }
    }.prefix(Self.lineCount)
    let all = lines.flatMap { line in
      stage.model.tokenizer.encode(" \(line) \n", parsingSpecialTokens: false).map(\.id)
    }
    let limit = stage.configuration.contextSize - (try stage.prefix.count)
    let size = min(blockSize, all.count / 2, limit)
    guard size >= 8 else {
      throw ReplayError(
        code: .tooLittleText,
        message: "expected lines of more than 50 characters, found \(all.count) tokens of such")
    }
    self.blockSize = size
    tokens = Array(all.prefix(2 * size))
    texts = stage.texts(of: tokens)
    blankCount = texts.count { $0.count > 2 && $0.allSatisfy(\.isWhitespace) }
    labels = Self.labels(of: tokens, stage.model.tokenizer)
    guard Set(labels.prefix(size)).count == 2 else {
      throw ReplayError(
        code: .tooLittleText,
        message: """
          expected proper nouns of three letters or more among the first \(size) tokens, and other \
          tokens, found \(labels.prefix(size).count { $0 > 0 })
          """)
    }
  }

  private static func labels(of tokens: [Int], _ tokenizer: Tokenizer) -> [Float] {
    var (bytes, ends): ([UInt8], [Int]) = ([], [])
    for token in tokens {
      bytes += tokenizer.bytes(of: token)
      ends.append(bytes.count)
    }
    return LabelledText(bytes, ends: ends, for: [.properNoun]).values(.properNoun)
  }

  /// What a layer's neurons are before their nonlinearity, block after block, without BOS.
  func activations(layer: Int) throws -> MatrixRows {
    let site = HookName.Block.mlpPre.name(layer: layer)
    let prefix = try stage.prefix
    let blocks = [tokens.prefix(blockSize), tokens.dropFirst(blockSize)].map { prefix + $0 }
    let cache = try stage.model.transformer(Run(blocks, sites: [site])).cache
    guard let all = cache[site] else {
      throw ReplayError(code: .unfitModel, message: "expected neurons in layer \(layer)")
    }
    let rows = cache.batch.ranges.flatMap { $0.dropFirst(prefix.count) }
    let activations = all.gatheringRows(rows)
    return MatrixRows(site: site, activations: activations, labels: labels)
  }
}
