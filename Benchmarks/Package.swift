// swift-tools-version: 6.3

import PackageDescription

// Figures on this machine: `swift run --package-path Benchmarks -c release benchmarks [NAME ...]`.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "Thresher", path: "..")],
  targets: ["benchmarks", "passes", "sweeps"].map { name in
    .executableTarget(
      name: name,
      dependencies: [.product(name: "Stages", package: "Thresher")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ])
  }
)
