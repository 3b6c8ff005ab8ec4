import Foundation
import TestSupport
import Testing

/// `thresher corpus` as a user runs it.
@Suite struct CorpusCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let merges = "#version: 0.2\n< /\n"
    let tokens = Dictionary(
      uniqueKeysWithValues: (Self.letters + ["</"]).enumerated().map { ($1, $0) })
    try write("gpt2/vocab.json", try JSONEncoder().encode(tokens))
    try write("gpt2/merges.txt", Data(merges.utf8))
    for index in 0..<4 { try write("pages/\(index).html", Data("<p>\(index)(</p>".utf8)) }
    try write("pages/x.jsonl", Data("{\"text\": \"y\"}\nbroken\n".utf8))
  }

  @Test func cleanShowsBeforeAndAfter() throws {
    let clean = try Command(
      "corpus", "clean", folder.file("pages/0.html"), "--recipe", "text", "--json")
    let object = try clean.object() as? [String: String]
    #expect(object == ["before": "<p>0(</p>", "after": "0("])
  }

  @Test func statsCountWhatIsThereAndWhatIsPassedOver() throws {
    let stats = try Command(
      "corpus", "stats", folder.file("pages"), "--recipe", "raw", "--tokenizer",
      folder.file("gpt2"), "--label", "html.close", "--label", "bracket.depth", "--json", "--quiet")
    let object = try stats.object()
    #expect(object["documents"] as? Int == 5 && object["htmlDocuments"] as? Int == 4)
    #expect(object["bytes"] as? Int == 37 && object["tokens"] as? Int == 33)
    #expect(object["tags"] as? [String: Int] == ["p": 4])
    #expect(object["passedOver"] as? [String: Int] == ["badJSON": 1])
    let labels = object["labels"] as? [String: [String: Double]]
    #expect(labels?["html.close"] == ["labelled": 28, "positive": 4, "sum": 4])
    #expect(labels?["bracket.depth"]?["sum"] == 16)
  }

  @Test func aSampleEstimatesTheWhole() throws {
    let stats = try Command(
      "corpus", "stats", folder.file("pages/*.html"), "--sample", "2", "--recipe", "raw", "--json",
      "--quiet")
    let estimate = try stats.object()["estimate"] as? [String: Double]
    #expect(estimate?["fraction"] == 0.5 && estimate?["documents"] == 4)
    #expect(estimate?["bytes"] == 36)
  }

  @Test func strictStopsAtTheFirstFault() throws {
    let stats = try Command("corpus", "stats", folder.file("pages"), "--strict", "--quiet")
    #expect(stats.exitCode == 1)
    #expect(stats.errors.contains("x.jsonl:2, byte 0: the line is no JSON object"))
  }

  @Test func labelPrintsATokensLabels() throws {
    let label = try Command(
      "corpus", "label", "--text", "<p>(</p>", "--tokenizer", folder.file("gpt2"), "--label",
      "html.close", "--label", "bracket.open=(", "--json")
    let tokens = try label.object()["tokens"] as? [[String: Any]]
    let labels = tokens?.map { $0["labels"] as? [String: Any] }
    #expect(tokens?.count == 7 && tokens?[4]["text"] as? String == "</")
    #expect(
      labels?[3]?["html.close"] as? Double == 1 && labels?[3]?["bracket.open=("] as? Double == 1)
    #expect(labels?[6]?["html.close"] is NSNull)
  }

  @Test func sampleDrawsTheSameDocumentsAgain() throws {
    func ids(_ seed: String) throws -> [String]? {
      let sample = try Command(
        "corpus", "sample", folder.file("pages"), "--count", "2", "--seed", seed, "--json")
      return (try sample.object()["documents"] as? [[String: Any]])?.compactMap {
        $0["id"] as? String
      }
    }
    #expect(try ids("1")?.count == 2)
    #expect(try ids("1") == ids("1"))
  }

  @Test(arguments: [
    (["clean", "nowhere.html"], Int32(1), "nowhere.html: expected a folder, a file or a pattern"),
    (["clean", "nowhere.html", "--recipe", "x"], 1, "no recipe or step has this name"),
    (["stats", "nowhere=0"], 1, "expected a weight above 0"),
    (["stats", "x", "--label", "html.close"], 64, "expected --model MODEL or --tokenizer"),
    (["label", "--text", "x"], 64, "expected --model MODEL or --tokenizer"),
    (["fetch", "wikipedia", "-o", "x"], 64, "expected either --random N or --titles FILE"),
    (["fetch", "wikipedia", "--titles", "nowhere", "-o", "x"], 1, "nowhere: cannot read it"),
    (["fetch", "nowhere", "--random", "1", "-o", "x"], 1, "expected an address such as"),
  ])
  func badInputIsNamed(arguments: [String], exitCode: Int32, message: String) throws {
    let command = try Command(arguments: ["corpus"] + arguments, folder: folder.path)
    #expect(command.exitCode == exitCode)
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  /// GPT-2's letters for the 256 bytes.
  private static let letters: [String] = {
    let printable = Set(Array(33...126) + Array(161...172) + Array(174...255))
    var next = 256
    return (0..<256).map { byte in
      var scalar = byte
      if !printable.contains(byte) {
        scalar = next
        next += 1
      }
      return Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""
    }
  }()

  private func write(_ name: String, _ data: Data) throws {
    let url = URL(fileURLWithPath: folder.file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }
}
