// swift-tools-version: 6.2
import PackageDescription

// MARK: - Modules, lowest first; a module may import only what stands above it here.

let package = Package(
  name: "Fovea",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Fovea", targets: ["Fovea"]),
    .executable(name: "fovea", targets: ["FoveaCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    // C libraries and the shims that Swift cannot do without.
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo",
      providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(
      name: "CFont", exclude: ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "LICENSE"]),
    .target(
      name: "CResources",
      exclude: [
        "ATTRIBUTION.md", "chelsea.png", "coffee.jpg", "imagenet-classes.txt", "rocket.jpg",
      ]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),

    // The library.
    .target(name: "FoveaTensor", dependencies: ["CZlib"]),
    .target(name: "FoveaNetwork", dependencies: ["FoveaTensor", "CResources"]),
    // Generated from the public onnx.proto; kept apart from the strict settings of our own code.
    .target(
      name: "ONNXProto",
      dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["onnx.proto", "LICENSE"]),
    .target(
      name: "FoveaONNX",
      dependencies: [
        "FoveaNetwork", "FoveaTensor", "ONNXProto",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .target(name: "FoveaCheckpoint", dependencies: ["FoveaNetwork", "FoveaTensor"]),
    .target(
      name: "FoveaEngine", dependencies: ["FoveaNetwork", "FoveaTensor", "COneDNN", "CKernels"]),
    .target(name: "FoveaImage", dependencies: ["FoveaTensor", "CPNG", "CJPEG", "CResources"]),
    .target(name: "FoveaData", dependencies: ["FoveaTensor", "FoveaImage"]),
    .target(
      name: "FoveaTraining",
      dependencies: ["FoveaData", "FoveaEngine", "FoveaNetwork", "FoveaTensor", "CKernels"]),
    .target(
      name: "FoveaDrawing", dependencies: ["FoveaTensor", "FoveaImage", "CCairo", "CFont"]),
    .target(
      name: "FoveaInsight",
      dependencies: [
        "FoveaTraining", "FoveaDrawing", "FoveaData", "FoveaEngine", "FoveaNetwork", "FoveaImage",
        "FoveaTensor", "CKernels",
      ]),
    .target(
      name: "Fovea",
      dependencies: [
        "FoveaInsight", "FoveaTraining", "FoveaDrawing", "FoveaData", "FoveaImage", "FoveaEngine",
        "FoveaCheckpoint", "FoveaONNX", "FoveaNetwork", "FoveaTensor",
      ]),

    // Lessons in plain Swift files.
    .target(name: "FoveaNotebook", dependencies: ["FoveaTensor"]),

    // What people run.
    .target(name: "Gallery", dependencies: ["Fovea", "FoveaNotebook"]),
    .executableTarget(
      name: "FoveaCommand",
      dependencies: [
        "Fovea", "FoveaNotebook", "FoveaTensor", "Gallery",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests, one target a module, and what several of them stand on.
    .target(name: "TestSupport", dependencies: ["FoveaTensor"], path: "Tests/TestSupport"),
    .testTarget(name: "COneDNNTests", dependencies: ["COneDNN"]),
    .testTarget(
      name: "FoveaTensorTests", dependencies: ["FoveaTensor", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
      name: "FoveaCheckpointTests",
      dependencies: [
        "FoveaCheckpoint", "FoveaEngine", "FoveaImage", "FoveaNetwork", "FoveaTensor",
        "TestSupport",
      ], exclude: ["Fixtures"]),
    .testTarget(name: "FoveaNetworkTests", dependencies: ["FoveaNetwork", "FoveaTensor"]),
    .testTarget(
      name: "FoveaONNXTests",
      dependencies: [
        "FoveaONNX", "FoveaEngine", "FoveaNetwork", "FoveaTensor", "ONNXProto", "TestSupport",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "FoveaEngineTests",
      dependencies: ["FoveaEngine", "FoveaNetwork", "FoveaTensor", "CKernels"],
      exclude: ["Fixtures"]),
    .target(name: "CAllocations", dependencies: ["COneDNN"], path: "Tests/CAllocations"),
    .testTarget(
      name: "AllocationTests",
      dependencies: [
        "CAllocations", "FoveaTraining", "FoveaEngine", "FoveaNetwork", "FoveaTensor",
      ]),
    .testTarget(name: "FoveaImageTests", dependencies: ["FoveaImage", "FoveaTensor"]),
    .testTarget(
      name: "FoveaDataTests",
      dependencies: ["FoveaData", "FoveaImage", "FoveaTensor", "TestSupport"]),
    .testTarget(
      name: "FoveaTrainingTests",
      dependencies: [
        "FoveaTraining", "FoveaData", "FoveaEngine", "FoveaNetwork", "FoveaTensor", "TestSupport",
      ],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "FoveaDrawingTests", dependencies: ["FoveaDrawing", "FoveaImage", "FoveaTensor"]),
    .testTarget(name: "FoveaInsightTests", dependencies: ["Fovea"], exclude: ["Fixtures"]),
    .testTarget(name: "GalleryTests", dependencies: ["Fovea", "Gallery", "TestSupport"]),
    .testTarget(
      name: "FoveaNotebookTests", dependencies: ["FoveaNotebook", "FoveaTensor", "TestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["Fovea", "FoveaCommand"]),
  ]
)

// Strict settings, for every Swift target of ours.
for target in package.targets
where target.name.hasPrefix("Fovea") || ["Gallery", "TestSupport"].contains(target.name)
  || target.type == .test
{
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
