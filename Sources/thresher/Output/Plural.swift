/// A count and what is counted: `1 shard`, `12 shards`.
func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
