public import Transformers

/// An attention head by its layer and its place there: `10.7`.
public struct HeadName: Hashable, Sendable, CustomStringConvertible {
  /// The layer.
  public let layer: Int

  /// Which of the layer's heads.
  public let index: Int

  /// Names a head.
  public init(layer: Int, index: Int) {
    self.layer = layer
    self.index = index
  }

  /// Reads `LAYER.HEAD`.
  ///
  /// - Parameter text: The name.
  /// - Throws: `AnalysisError` with code `.unknownUnit`.
  public init(_ text: some StringProtocol) throws(AnalysisError) {
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    guard words.count == 2, let layer = Int(words[0]), let index = Int(words[1]) else {
      throw AnalysisError(
        code: .unknownUnit, message: "expected LAYER.HEAD, such as 10.7", path: "'\(text)'")
    }
    self.init(layer: layer, index: index)
  }

  public var description: String { "\(layer).\(index)" }

  /// Throws unless a model has this head.
  ///
  /// - Parameter configuration: The model's sizes.
  /// - Throws: `AnalysisError` with code `.unknownUnit`, which says which heads there are.
  public func check(in configuration: TransformerConfiguration) throws(AnalysisError) {
    guard
      (0..<configuration.layerCount).contains(layer)
        && (0..<configuration.headCount).contains(index)
    else {
      throw AnalysisError(
        code: .unknownUnit,
        message: """
          the model has no such head, but layers 0 to \(configuration.layerCount - 1) with heads \
          0 to \(configuration.headCount - 1)
          """, path: "head \(self)")
    }
  }
}

extension HeadName {
  /// Every head of a model, layer by layer.
  public static func all(of configuration: TransformerConfiguration) -> [HeadName] {
    (0..<configuration.layerCount).flatMap { layer in
      (0..<configuration.headCount).map { HeadName(layer: layer, index: $0) }
    }
  }
}
