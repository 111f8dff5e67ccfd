import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Foundation
import Testing

/// Objectives are defined in FoveaNetwork; here their numbers are compared with their definitions.
@Suite struct ObjectiveTests {
  private static let batch = 5

  private static func network() throws -> Network {
    try Network(input: .image(channels: 2, height: 6, width: 7), seed: 4) {
      Conv2D("conv", filters: 3, kernel: 3, stride: 2, padding: .same)
      Flatten()
      Dense("logits", 4)
    }
  }

  private static func image() -> Tensor {
    var source = RandomSource(seed: 8)
    return .uniform([batch, 2, 6, 7], in: -1...1, from: &source)
  }

  struct Case: CustomTestStringConvertible {
    let objective: Objective
    /// The number that belongs to the image, the maps `[N, 3, 3, 4]` and the logits `[N, 4]`.
    let value: @Sendable (_ image: Tensor, _ maps: Tensor, _ logits: Tensor) -> Float
    var testDescription: String { objective.name }

    init(
      _ objective: Objective, _ value: @escaping @Sendable (Tensor, Tensor, Tensor) -> Float
    ) {
      self.objective = objective
      self.value = value
    }
  }

  private static func sum(_ body: (_ sample: Int) -> Float) -> Float {
    (0..<batch).reduce(0) { $0 + body($1) }
  }

  private static func mean(_ count: Int, _ body: (Int) -> Float) -> Float {
    (0..<count).reduce(0) { $0 + body($1) } / Float(count)
  }

  private static func variation(_ image: Tensor, _ weigh: (Float, Float) -> Float) -> Float {
    sum { n in
      mean(2 * 5 * 6) { place in
        let (c, y, x) = (place / 30, place / 6 % 5, place % 6)
        return weigh(
          image[n, c, y, x + 1] - image[n, c, y, x], image[n, c, y + 1, x] - image[n, c, y, x])
      }
    }
  }

  static let cases: [Case] = [
    Case(.class(2)) { _, _, logits in sum { logits[$0, 2] } },
    Case(.output()) { _, _, logits in logits.scalars.reduce(0, +) },
    Case(.unit("logits", 1)) { _, _, logits in sum { logits[$0, 1] } },
    Case(.channel("conv", 1)) { _, maps, _ in
      sum { n in mean(12) { maps[n, 1, $0 / 4, $0 % 4] } }
    },
    Case(.neuron("conv", channel: 2, y: 0, x: 3)) { _, maps, _ in sum { maps[$0, 2, 0, 3] } },
    Case(.neuron("conv", channel: 2)) { _, maps, _ in sum { maps[$0, 2, 1, 2] } },
    Case(.layer("conv")) { _, maps, _ in
      sum { n in mean(36) { maps.scalars[n * 36 + $0] * maps.scalars[n * 36 + $0] } }
    },
    Case(.direction("conv", [1, -2, 0.5])) { _, maps, _ in
      sum { n in
        mean(12) {
          maps[n, 0, $0 / 4, $0 % 4] - 2 * maps[n, 1, $0 / 4, $0 % 4]
            + 0.5 * maps[n, 2, $0 / 4, $0 % 4]
        }
      }
    },
    Case(.totalVariation()) { image, _, _ in
      variation(image) { ($0 * $0 + $1 * $1 + 1e-8).squareRoot() }
    },
    Case(.totalVariation(of: "input", .squares)) { image, _, _ in
      variation(image) { $0 * $0 + $1 * $1 }
    },
    Case(.l2(around: 0.5)) { image, _, _ in
      image.scalars.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / 84
    },
    Case(.l1(of: "logits")) { _, _, logits in logits.scalars.reduce(0) { $0 + abs($1) } / 4 },
    Case(2 * (.class(0) - .class(1)) - 0.5 * .l2()) { image, _, logits in
      2 * sum { logits[$0, 0] - logits[$0, 1] } - 0.5 * image.scalars.reduce(0) { $0 + $1 * $1 }
        / 84
    },
  ]

  @Test(arguments: cases) func `An objective is the number that its definition gives`(_ test: Case)
    throws
  {
    let (network, objective) = try Self.network().attaching(test.objective)
    let nodes = [
      try network.node("conv").id, try network.node("logits").id, objective,
    ]
    let plan = try Plan(network, batch: Self.batch, request: PlanRequest(outputs: nodes))
    try plan.setInput("input", to: Self.image())
    try plan.run()
    let expected = test.value(Self.image(), plan.value(of: nodes[0]), plan.value(of: nodes[1]))
    #expect(abs(plan.value(of: objective).scalar - expected) < 1e-5 + 1e-5 * abs(expected))
  }

  @Test(arguments: cases) func `An objective's gradient is its derivative`(_ test: Case) throws {
    let (grown, objective) = try Self.network().attaching(test.objective)
    var network = grown
    network.outputs = [objective]
    var check = GradientCheck(network)
    check.inputs = ["input": Self.image()[0..<2]]
    check.step = 1e-3
    check.tolerance = 2e-2
    try check.run()
  }

  @Test func `A loss over the first output is the training loss`() throws {
    let (network, objective) = try Self.network().attaching(.loss(.crossEntropy))
    let logits = try network.node("logits").id
    let plan = try Plan(
      network, batch: Self.batch, request: PlanRequest(outputs: [logits, objective]))
    let targets: [Float] = [0, 3, 1, 2, 2]
    try plan.setInput("input", to: Self.image())
    try plan.setInput("targets", to: Tensor(targets))
    try plan.run()
    let values = plan.value(of: logits)
    let expected = Self.mean(Self.batch) { n in
      let row = (0..<4).map { Double(values[n, $0]) }
      let total = row.reduce(0) { $0 + exp($1) }
      return Float(log(total) - row[Int(targets[n])])
    }
    #expect(abs(plan.value(of: objective).scalar - expected) < 1e-5)
  }
}
