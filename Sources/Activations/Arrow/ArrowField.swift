/// A column of an Arrow stream: its name, its type, and what extends it.
///
/// Source: <https://arrow.apache.org/docs/format/Columnar.html>, `Schema.fbs`.
indirect enum ArrowField {
  /// Lists of one length.
  case fixedSizeList(String, Int, of: ArrowField)
  /// Lists, with the name and serialized form of a type that they stand for.
  case list(String, of: ArrowField, extension: (name: String, metadata: String)?)
  /// Numbers of 32 bits.
  case float(String)
  case int32(String)

  /// The field's description.
  var table: FlatTable {
    switch self {
    case .fixedSizeList(let name, let length, let element):
      FlatTable(
        .string(name), .byte(1), .byte(16), .table(FlatTable(.int(Int32(length)))), nil,
        .tables([element.table]))
    case .list(let name, let element, let type):
      FlatTable(
        .string(name), .byte(1), .byte(12), .table(FlatTable()), nil, .tables([element.table]),
        type.map { type in
          .tables([
            FlatTable(.string("ARROW:extension:name"), .string(type.name)),
            FlatTable(.string("ARROW:extension:metadata"), .string(type.metadata)),
          ])
        })
    case .float(let name):
      FlatTable(
        .string(name), .byte(1), .byte(3), .table(FlatTable(.short(1))), nil, .tables([]))
    case .int32(let name):
      FlatTable(
        .string(name), .byte(1), .byte(2), .table(FlatTable(.int(32), .byte(1))), nil,
        .tables([]))
    }
  }
}
