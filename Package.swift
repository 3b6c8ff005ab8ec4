// swift-tools-version: 6.3

import PackageDescription

// Targets stand in the order in which data flows; each imports only targets above it.
let package = Package(
  name: "Thresher",
  products: [
    .executable(name: "thresher", targets: ["thresher"]),
    // For Benchmarks.
    .library(
      name: "Stages",
      targets: [
        "Tensors", "Gradients", "Corpora", "Tokenizers", "Checkpoints", "Transformers",
        "Activations", "Harvest", "Autoencoders", "Probes", "Analysis",
      ]),
  ],
  traits: [
    .trait(name: "ZIM", description: "Read Kiwix archives; needs libzim-dev.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CNumerics"),
    .target(
      name: "CZim", cxxSettings: [.define("THRESHER_ZIM", .when(traits: ["ZIM"]))],
      linkerSettings: [.linkedLibrary("zim", .when(traits: ["ZIM"]))]),

    .target(name: "JSONText"),
    .target(name: "Digests", dependencies: ["CCrypto"]),
    .target(name: "Tensors", dependencies: ["COpenBLAS", "CNumerics"]),
    .target(name: "Gradients", dependencies: ["CNumerics", "Tensors"]),
    .target(name: "Archives", dependencies: ["CArchive"]),
    .target(
      name: "Corpora",
      dependencies: [
        "Archives", "CGumbo", .target(name: "CZim", condition: .when(traits: ["ZIM"])),
      ]),
    .target(name: "Tokenizers", dependencies: ["JSONText"]),
    .target(name: "Checkpoints", dependencies: ["CArchive", "JSONText", "Tensors"]),
    .target(name: "Downloads", dependencies: ["Archives", "Digests"]),
    .target(
      name: "Transformers",
      dependencies: [
        "CNumerics", "Checkpoints", "Digests", "Gradients", "Tensors", "Tokenizers",
      ]),
    .target(name: "Activations", dependencies: ["CHDF5", "Digests", "Tensors"]),
    .target(
      name: "Harvest",
      dependencies: ["Activations", "Corpora", "Tensors", "Tokenizers", "Transformers"]),
    .target(
      name: "Pretraining",
      dependencies: [
        "Activations", "Checkpoints", "Corpora", "Gradients", "Tensors", "Tokenizers",
        "Transformers",
      ]),
    .target(
      name: "Autoencoders",
      dependencies: ["Activations", "Checkpoints", "Gradients", "Tensors"]),
    .target(
      name: "Probes",
      dependencies: ["Activations", "CNumerics", "Checkpoints", "Gradients", "Tensors"]),
    .target(
      name: "Analysis",
      dependencies: [
        "Activations", "Autoencoders", "Corpora", "Gradients", "Probes", "Tensors", "Tokenizers",
        "Transformers", .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Replays",
      dependencies: [
        "Analysis", "Autoencoders", "Corpora", "Gradients", "Harvest", "Probes", "Tensors",
        "Tokenizers", "Transformers",
      ],
      resources: (0...4).map { .embedInCode("Published/case-00\($0).json") }),
    .target(name: "Reports", dependencies: ["Analysis"]),
    .target(name: "Serving"),
    .executableTarget(
      name: "thresher",
      dependencies: [
        "Activations", "Analysis", "Autoencoders", "Checkpoints", "Corpora", "Downloads",
        "Gradients", "Harvest", "Pretraining", "Probes", "Replays", "Reports", "Serving", "Tensors",
        "Tokenizers", "Transformers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ]),

    .target(
      name: "TestSupport", dependencies: ["CArchive", "Checkpoints", "Tensors"],
      path: "Tests/TestSupport"),
  ],
  cxxLanguageStandard: .cxx17
)

// Written in C and C++.
let foreign: Set = ["CNumerics", "CZim"]

// Every library has a test target of its own, which sees TestSupport beside it.
let libraries = package.targets.filter { $0.type == .regular }.map(\.name)
for library in libraries where !foreign.contains(library) && library != "TestSupport" {
  let below =
    switch library {
    case "Analysis": ["Autoencoders", "Corpora", "Gradients", "Tokenizers", "Transformers"]
    case "Replays": ["Analysis", "Corpora", "Tokenizers", "Transformers"]
    default: [String]()
    }
  let dependencies = Set([library, "Checkpoints", "Tensors", "TestSupport"] + below).sorted()
  package.targets.append(
    .testTarget(
      name: library + "Tests", dependencies: dependencies.map { .target(name: $0) }))
}

package.targets.append(
  .testTarget(
    name: "ThresherTests", dependencies: ["Checkpoints", "Tensors", "TestSupport", "thresher"]))

for target in package.targets where target.type != .system && !foreign.contains(target.name) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
  ]
  if target.name == "Checkpoints" {
    // Its files come from strangers: whatever the compiler cannot check is marked.
    target.swiftSettings?.append(.strictMemorySafety())
  }
}
