import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ResamplingTests {
  /// Sizes of the last axes.
  private static func sizes(_ sizes: Int...) -> [Resampling.Target] {
    sizes.enumerated().map { Resampling.Target(axis: $0.0 - sizes.count, size: $0.1) }
  }

  static let cases: [(String, Resampling)] = [
    ("nearest", Resampling(.nearest(.floor), coordinates: .asymmetric, targets: sizes(7, 3))),
    ("nearest-exact", Resampling(.nearest(.preferCeil), targets: sizes(7, 3))),
    (
      "nearest-volume",
      Resampling(.nearest(.floor), coordinates: .asymmetric, targets: sizes(3, 4, 2))
    ),
    ("line", Resampling(.linear(), targets: sizes(9))),
    ("volume", Resampling(.linear(), targets: sizes(3, 4, 3))),
    ("linear", Resampling(.linear(), targets: sizes(8, 3))),
    ("linear-corners", Resampling(.linear(), coordinates: .alignCorners, targets: sizes(8, 3))),
    ("cubic", Resampling(.cubic(), targets: sizes(8, 3))),
    ("cubic-corners", Resampling(.cubic(), coordinates: .alignCorners, targets: sizes(8, 3))),
    (
      "linear-smooth",
      Resampling(.linear(isSmoothed: true), targets: sizes(2, 9), excludesOutside: true)
    ),
    (
      "cubic-smooth",
      Resampling(.cubic(a: -0.5, isSmoothed: true), targets: sizes(3, 2), excludesOutside: true)
    ),
  ]

  @Test func oracle() throws {
    for (name, operation) in Self.cases {
      let oracle = try Oracle("resampling", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  @Test(arguments: Resampling.Coordinates.allCases, [[1, 1, 1], [2, 3, 5]] as [Shape])
  func gradients(_ coordinates: Resampling.Coordinates, _ shape: Shape) throws {
    let targets = [
      Resampling.Target(axis: 1, scale: 1.7),
      Resampling.Target(axis: -1, size: 4, region: [0.2, 1.4]),
    ]
    for method in [
      .nearest(.ceil), .nearest(.preferFloor), .linear(), .cubic(a: -0.6),
      .linear(isSmoothed: true),
    ] as [Resampling.Method] {
      let operation = Resampling(
        method, coordinates: coordinates, targets: targets, excludesOutside: true,
        extrapolation: 3)
      try GradientCheck(operation, on: [shape]).run()
    }
  }

  private func output(_ operation: Resampling) throws -> Tensor {
    var network = Network()
    let x = Tensor(shape: [4, 4], scalars: (1...16).map(Float.init))
    try network.add(operation, to: [try network.addInput("input", shape: [4, 4])])
    return try Samples.output(of: network, for: x)
  }

  /// Values that the ONNX standard's own cases give for 1…16 in four rows.
  @Test func valuesOfTheStandard() throws {
    let scales = [0, 1].map { Resampling.Target(axis: $0, scale: 0.8) }
    let cubic = try output(Resampling(.cubic(a: -0.5), targets: scales, excludesOutside: true))
    let expected: [Float] = [
      1.36812675, 2.6695014, 4.0133367, 6.57362535, 7.875, 9.2188353, 11.94896657, 13.25034122,
      14.59417652,
    ]
    #expect(cubic.isClose(to: Tensor(shape: [3, 3], scalars: expected)))

    func crop(_ rows: [Float], _ columns: [Float]) throws -> Tensor {
      let targets = [
        Resampling.Target(axis: 0, size: 3, region: rows),
        Resampling.Target(axis: 1, size: 3, region: columns),
      ]
      return try output(
        Resampling(.linear(), coordinates: .crop, targets: targets, extrapolation: 10))
    }
    let inside = Tensor(shape: [3, 3], scalars: [7.6, 7.9, 8.2, 8.8, 9.1, 9.4, 10, 10.3, 10.6])
    #expect(try crop([0.4, 0.6], [0.6, 0.8]).isClose(to: inside))
    let outside = Tensor(shape: [3, 3], scalars: [7.6, 10, 10, 12.4, 10, 10, 10, 10, 10])
    #expect(try crop([0.4, 1.2], [0.6, 1.7]).isClose(to: outside))
  }

  @Test func roundings() throws {
    let expected: [(Resampling.Rounding, [Float])] = [
      (.floor, [1, 1, 1, 2, 2, 3, 3, 4]), (.ceil, [1, 2, 2, 3, 3, 4, 4, 4]),
      (.preferFloor, [1, 1, 2, 2, 3, 3, 4, 4]), (.preferCeil, [1, 1, 2, 2, 3, 3, 4, 4]),
    ]
    for (rounding, row) in expected {
      let target = Resampling.Target(axis: 1, scale: 2)
      let result = try output(Resampling(.nearest(rounding), targets: [target]))
      #expect(Array(result.scalars.prefix(8)) == row, "\(rounding)")
    }
    // Half-way places tell the two preferences apart.
    let half = Resampling.Target(axis: 1, size: 2)
    func row(_ rounding: Resampling.Rounding) throws -> [Float] {
      Array(try output(Resampling(.nearest(rounding), targets: [half])).scalars.prefix(2))
    }
    #expect(try row(.preferFloor) == [1, 3])
    #expect(try row(.preferCeil) == [2, 4])
  }

  @Test func whatChangesNothingIsNoStep() throws {
    let same = try output(Resampling(.cubic(), targets: [.init(axis: 0, scale: 1)]))
    #expect(same.scalars == (1...16).map(Float.init))
  }
}
