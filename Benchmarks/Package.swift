// swift-tools-version: 6.2
import PackageDescription

// Fovea beside PyTorch in one run. A package of its own, so that nobody who uses Fovea resolves what it needs.

let package = Package(
  name: "FoveaBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "Fovea", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // What does not compute: statistics, messages, tables.
    .target(
      name: "Measuring", dependencies: [.product(name: "Fovea", package: "Fovea")]),
    .executableTarget(
      name: "FoveaBench",
      dependencies: [
        "Measuring", .product(name: "Fovea", package: "Fovea"),
        // The command, whose cold start is measured.
        .product(name: "fovea", package: "Fovea"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "MeasuringTests",
      dependencies: ["Measuring", .product(name: "Fovea", package: "Fovea")]),
  ]
)

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
