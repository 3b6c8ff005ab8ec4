import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

import Probes

@Suite struct ProbeTests {
  private func trained() throws -> (probe: Probe, x: Matrix, labels: [Bool]) {
    let golden = try RegressionGolden("tall")
    let fit = try golden.regression.fit(golden.x, labels: golden.labels)
    var probe = Probe(
      fit, of: golden.regression, site: "blocks.8.mlp.hook_post", label: "html.close")
    probe.train = try probe.scores(golden.x, labels: golden.labels)
    return (probe, golden.x, golden.labels)
  }

  @Test func decidesByItsActiveColumns() throws {
    let (probe, x, _) = try trained()
    #expect(probe.active.count == 8)
    let decision = try probe.decisions(x)[3]
    let expected = probe.active.reduce(probe.intercept) {
      $0 + $1.coefficient * Double(x[3, $1.index])
    }
    #expect(decision == Float(expected))
  }

  @Test func comesBackFromItsFolder() throws {
    let (probe, _, _) = try trained()
    let folder = try TemporaryFolder()
    try probe.write(to: folder.file("probe"))
    #expect(try Probe(path: folder.file("probe")) == probe)
    #expect(try Probe(path: folder.file("probe/probe.json")) == probe)
    let file = try SafetensorsFile(path: folder.file("probe/probe.safetensors"))
    let coefficients = try file.tensor("coefficients").elements
    #expect(coefficients.count == probe.width)
    for entry in probe.active {
      #expect(coefficients[entry.index] == Float(entry.coefficient))
    }
  }

  @Test func keysAreThoseOfTheDesign() throws {
    let json = try JSONEncoder().encode(try trained().probe)
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    let expected: Set = [
      "site", "label", "penalty", "C", "objective", "dualityGap", "iterations", "converged",
      "intercept", "active", "train",
    ]
    #expect(expected.isSubset(of: object.keys))
  }

  @Test func refusesRowsOfAnotherWidthAndBrokenFiles() throws {
    let (probe, x, _) = try trained()
    let error = #expect(throws: ProbeError.self) { try probe.decisions(x.columns(0..<3)) }
    #expect(error?.code == .wrongShape)
    let folder = try TemporaryFolder()
    let missing = #expect(throws: ProbeError.self) { try Probe(path: folder.file("none")) }
    #expect(missing?.code == .file)
    try Data("{\"site\": 3}".utf8).write(to: URL(fileURLWithPath: folder.file("probe.json")))
    let broken = #expect(throws: ProbeError.self) { try Probe(path: folder.path) }
    #expect(broken?.code == .badFile && broken?.path == folder.file("probe.json"))
  }
}
