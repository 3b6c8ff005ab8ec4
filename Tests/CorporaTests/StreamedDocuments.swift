import Corpora

extension DocumentStream {
  /// The documents that are left.
  func documents() -> [Document] {
    var documents: [Document] = []
    while let item = next() {
      if case .document(let document) = item { documents.append(document) }
    }
    return documents
  }

  /// The texts of what is left, an error's code where there is none.
  func texts() -> [String] {
    var texts: [String] = []
    while let item = next() {
      switch item {
      case .document(let document): texts.append(document.text)
      case .passedOver(let error): texts.append(error.code.rawValue)
      }
    }
    return texts
  }
}

extension DocumentStream.Item {
  /// The document, if it is one.
  var document: Document? { if case .document(let document) = self { document } else { nil } }

  /// Why there is none, if there is none.
  var error: CorpusError? { if case .passedOver(let error) = self { error } else { nil } }
}
