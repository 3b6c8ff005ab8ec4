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
        "Tensors", "Checkpoints", "Transformers", "Harvest", "Autoencoders", "Probes", "Analysis",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
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

    .target(name: "Digests", dependencies: ["CCrypto"]),
    .target(name: "Tensors", dependencies: ["COpenBLAS", "CNumerics"]),
    .target(name: "Gradients", dependencies: ["CNumerics", "Tensors"]),
    .target(name: "Corpora", dependencies: ["CGumbo"]),
    .target(name: "Tokenizers"),
    .target(name: "Checkpoints", dependencies: ["Tensors"]),
    .target(name: "Downloads", dependencies: ["CArchive", "Digests"]),
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
      name: "Autoencoders",
      dependencies: ["Activations", "Checkpoints", "Gradients", "Tensors"]),
    .target(
      name: "Probes",
      dependencies: ["Activations", "CNumerics", "Checkpoints", "Gradients", "Tensors"]),
    .target(
      name: "Analysis",
      dependencies: [
        "Activations", "Autoencoders", "Gradients", "Probes", "Tensors", "Tokenizers",
        "Transformers",
      ]),
    .target(name: "Reports", dependencies: ["Analysis"]),
    .executableTarget(
      name: "thresher",
      dependencies: [
        "Activations", "Analysis", "Autoencoders", "Checkpoints", "Corpora", "Downloads",
        "Gradients", "Harvest", "Probes", "Reports", "Tensors", "Tokenizers", "Transformers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(
      name: "TestSupport", dependencies: ["Checkpoints", "Tensors"], path: "Tests/TestSupport"),
  ]
)

// Every library has a test target of its own, which sees TestSupport beside it.
let libraries = package.targets.filter { $0.type == .regular }.map(\.name)
for library in libraries where library != "CNumerics" && library != "TestSupport" {
  let below = library == "Analysis" ? ["Autoencoders", "Gradients", "Transformers"] : []
  let dependencies = Set([library, "Checkpoints", "Tensors", "TestSupport"] + below).sorted()
  package.targets.append(
    .testTarget(
      name: library + "Tests", dependencies: dependencies.map { .target(name: $0) }))
}

package.targets.append(
  .testTarget(
    name: "ThresherTests", dependencies: ["Checkpoints", "Tensors", "TestSupport", "thresher"]))

for target in package.targets where target.type != .system && target.name != "CNumerics" {
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
