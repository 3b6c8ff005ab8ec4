import Analysis
import Foundation
import Testing

@testable import Reports

@Suite struct FeatureBatchTests {
  @Test func aBatchHasTheKeysThatNeuronpediaReads() throws {
    let pages = sampleStudy().sections.flatMap(\.results).compactMap { result in
      if case .featurePage(let page) = result { page } else { nil }
    }
    let json = try featureBatch(pages, modelID: "tiny", set: "res")
    let batch = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(batch["model_id"] as? String == "tiny" && batch["layer"] as? Int == 3)
    let feature = try #require((batch["features"] as? [[String: Any]])?.first)
    let keys = [
      "feature_index", "neuron_alignment_indices", "neuron_alignment_values",
      "neuron_alignment_l1", "correlated_neurons_indices", "correlated_neurons_l1",
      "correlated_neurons_pearson", "correlated_features_indices", "correlated_features_l1",
      "correlated_features_pearson", "neg_str", "neg_values", "pos_str", "pos_values",
      "frac_nonzero", "freq_hist_data_bar_values", "freq_hist_data_bar_heights",
      "logits_hist_data_bar_values", "logits_hist_data_bar_heights", "activations",
    ]
    #expect(Set(feature.keys) == Set(keys))
    #expect(feature["pos_str"] as? [String] == ["</"])
    let top = try #require((feature["activations"] as? [[String: Any]])?.first)
    #expect(top["bin_min"] as? Double == -1 && top["bin_max"] as? Double == 99)
    #expect(top["tokens"] as? [String] == ["\n", "Title", "</", " h"])
    #expect(top["values"] as? [Double] == [0, 8.125, 0.5, -0.25])
    #expect(top["qualifying_token_index"] as? Int == 1)
  }
}
