import Foundation

/// What a notebook's author published, as facts with their source.
///
/// One file a case, `Published/case-NNN.json`, which lists numbers and texts by name.
struct PublishedNumbers: Decodable {
  /// Numbers that belong together.
  struct Numbers: Decodable {
    /// The numbers, in the order of the replay's.
    let values: [Double]

    /// The difference that each may have; the author's own runs differ by somewhat less.
    let tolerance: Double

    /// What each number is of.
    let labels: [String]?

    /// Where they are from, where that is not the file's source.
    let source: String?
  }

  /// Where they are from.
  let source: String

  /// The numbers by name.
  let numbers: [String: Numbers]

  /// The texts by name.
  private let texts: [String: String]?

  /// A text by name.
  func text(_ name: String) -> String? { texts?[name] }

  /// Reads the file of a notebook.
  ///
  /// - Throws: `DecodingError` when the file is not what it should be.
  init(of notebook: Notebook) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(notebook.publishedFile))
  }
}

extension Notebook {
  fileprivate var publishedFile: [UInt8] {
    switch self {
    case .htmlNeurons: PackageResources.case_000_json
    case .copySuppression: PackageResources.case_001_json
    case .properNouns: PackageResources.case_002_json
    case .bracketClosing: PackageResources.case_003_json
    case .tagClosing: PackageResources.case_004_json
    }
  }
}
