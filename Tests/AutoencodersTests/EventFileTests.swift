import Foundation
import TestSupport
import Testing

@testable import Autoencoders

@Suite struct EventFileTests {
  @Test func checksumsAreCastagnolis() {
    // RFC 3720, section B.4.
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func anEventIsAProtocolBuffer() {
    let event = EventFile.Event(wallTime: 1.5, step: 300, values: [("loss", 0.25)])
    let expected: [UInt8] =
      [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 0xAC, 0x02, 0x2A, 13, 0x0A, 11, 0x0A, 4]
      + Array("loss".utf8) + [0x15, 0, 0, 0x80, 0x3E]
    #expect(event.bytes == expected)
    let record = EventFile.record(event.bytes)
    #expect(record.count == event.bytes.count + 16)
    #expect(Array(record.prefix(8)) == [UInt8(event.bytes.count), 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func beginsWithItsVersion() throws {
    let folder = try TemporaryFolder()
    do {
      let file = try EventFile(folder: folder.path)
      file.append(step: 1, values: [("a", 1)])
    }
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
    #expect(name.hasPrefix("events.out.tfevents."))
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
    #expect(String(decoding: data, as: UTF8.self).contains("brain.Event:2"))
  }
}
