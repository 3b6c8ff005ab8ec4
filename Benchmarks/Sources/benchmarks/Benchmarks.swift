import Tensors
import Transformers

/// Prints rates measured on this machine: all benchmarks, or those named.
@main struct Benchmarks {
  static func main() throws {
    let names = CommandLine.arguments.dropFirst()
    // What `loading` runs in processes of their own: read PATH PROCESSING.
    if names.first == "read", names.count == 3 {
      return try Benchmark.readModel(at: names[2], processing: try Processing(names[3]))
    }
    let known = Benchmark.all.map(\.name)
    for name in names where !known.contains(name) {
      print("no benchmark '\(name)': expected \(known.joined(separator: ", "))")
      return
    }
    print("\(Threads.count) threads, \(Threads.blasDescription)")
    for benchmark in Benchmark.all where names.isEmpty || names.contains(benchmark.name) {
      print("\n\(benchmark.name): \(benchmark.summary)")
      try benchmark.run()
    }
  }
}
