import Activations
import Tensors
import TestSupport
import Testing

/// Harvests that h5py wrote (`scripts/oracles/activations.py`): in one shard as Thresher stores
/// things, in the other in types, sizes and layouts of its own.
@Suite struct ForeignHarvestTests {
  private let residual = "blocks.2.hook_resid_post"
  private let neurons = "blocks.2.mlp.hook_post"
  private let lengths = [6, 2, 4, 5, 6]

  @Test func readsEveryTypeOfNumber() throws {
    let harvest = try HarvestFolder(path: goldenPath("Activations/h5py"))
    #expect(harvest.rowCount == 23)
    #expect(try harvest.width(of: neurons) == 5)
    let residuals = grid(columns: 3) { Float((7 * $0 + 5 * $1) % 200 - 100) }
    #expect(try harvest.rows(0..<23, of: residual) == residuals)
    #expect(
      try harvest.rows(0..<23, of: neurons) == grid(columns: 5) { Float((3 * $0 + 11 * $1) % 250) })
    #expect(
      try harvest.rows(at: [22, 3, 12, 11, 13], of: residual)
        == residuals.gatheringRows([22, 3, 12, 11, 13]))
  }

  @Test func readsTokensPositionsAndDocuments() throws {
    let harvest = try HarvestFolder(path: goldenPath("Activations/h5py"))
    #expect(try harvest.sequenceCount == 5)
    for (sequence, length) in lengths.enumerated() {
      let tokens = (0..<length).map { 100 * sequence + $0 }
      #expect(try harvest.tokens(ofSequence: sequence) == tokens)
    }
    let positions = try harvest.positions(0..<23)
    #expect(
      positions.map { [$0.sequence, $0.position] }
        == lengths.enumerated().flatMap { sequence, length in (0..<length).map { [sequence, $0] } })
    #expect(positions.map(\.document) == positions.map { [0, 1, 1, 2, 3][$0.sequence] })
    #expect(
      try harvest.document(3) == HarvestDocument(id: "page-3", title: "東京", offset: 20))
    let source = try harvest.source(ofSequence: 4)
    #expect([source.document, source.offset] == [3, 1000])
    #expect(harvest.verify(vocabularySize: 406).isSound)
    #expect(!harvest.verify(vocabularySize: 405).isSound)
  }

  @Test func needsOnlyWhatIsAskedFor() throws {
    let harvest = try HarvestFolder(path: goldenPath("Activations/h5py/bare"))
    #expect(try harvest.rows(0..<2, of: residual).elements == [Float](repeating: 1, count: 6))
    let error = #expect(throws: ActivationError.self) { try harvest.tokens(ofSequence: 0) }
    #expect(error?.code == .missing)
    #expect(error?.place == "/tokens")
    #expect(throws: ActivationError.self) { try harvest.rows(0..<1, of: neurons) }
    let info = try harvest.info()
    #expect(info.rows == 2)
    #expect(info.sequences == nil)
    #expect(info.missing.count == 9)
    #expect(info.missing.contains("only.h5: /activations/blocks.2.mlp.hook_post"))
  }

  private func grid(columns: Int, _ value: (Int, Int) -> Float) -> Matrix {
    let elements = (0..<23).flatMap { row in (0..<columns).map { value(row, $0) } }
    return Matrix(rows: 23, columns: columns, elements: elements)
  }
}
