// swift-tools-version: 6.3

import PackageDescription

// Figures on this machine: `swift run --package-path Benchmarks -c release benchmarks [NAME ...]`.
// Readers against damaged files: `swift run --package-path Benchmarks -c release fuzz SECONDS [NAME ...]`.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "Thresher", path: "..")],
  targets: ["benchmarks", "fuzz", "passes", "steps", "sweeps"].map { name in
    .executableTarget(
      name: name, dependencies: [.product(name: "Stages", package: "Thresher")])
  }
)

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
