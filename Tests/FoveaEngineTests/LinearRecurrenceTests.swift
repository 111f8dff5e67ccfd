import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// In a linear recurrent network the gradient at each state is known: ∂L/∂h_k = (Wᵀ)^(T−k) ∂L/∂h_T.
@Suite struct LinearRecurrenceTests {
  @Test(arguments: [(1, 1, 5), (3, 4, 12), (2, 17, 9)])
  func gradientsArePowersOfTheWeights(_ batch: Int, _ hidden: Int, _ steps: Int) throws {
    var network = Network(seed: 8)
    let x = try network.addInput("x", shape: [batch, steps, 3])
    let cell = try network.add(
      Recurrent(.elman(.identity), hidden: hidden, returnsSequence: false), to: [x], name: "cell")
    let points = (0..<steps).map { HookPoint(node: cell, record: "h", step: $0) }
    let plan = try Plan(
      network, batch: batch,
      request: PlanRequest(origin: .seeds([cell]), gradients: Set(points)))
    let seed = Tensor.away([batch, hidden])
    plan.setSeed(of: cell, to: seed)
    try plan.setInput("x", to: .away([batch, steps, 3]))
    try plan.run()
    let weight = try network.weights(of: "cell.weight_hh")
    var expected = seed.scalars.map(Double.init)
    for point in points.reversed() {
      let gradient = plan.gradient(of: point).scalars
      let size = expected.reduce(0) { max($0, abs($1)) }
      for (own, exact) in zip(gradient, expected) {
        #expect(abs(Double(own) - exact) <= 1e-5 * size, "\(network.name(of: point))")
      }
      expected = (0..<batch * hidden).map { index in
        let (row, column) = (index / hidden, index % hidden)
        return (0..<hidden).reduce(0) {
          $0 + expected[row * hidden + $1] * Double(weight[$1, column])
        }
      }
    }
  }

  /// Where every step is read, each adds its own share: the recurrent path is in all of them.
  @Test func everyStepAddsItsShare() throws {
    let (batch, hidden, steps) = (2, 3, 6)
    var network = Network(seed: 8)
    let x = try network.addInput("x", shape: [batch, steps, 2])
    let cell = try network.add(
      Recurrent(.elman(.identity), hidden: hidden), to: [x], name: "cell")
    let points = (0..<steps).map { HookPoint(node: cell, record: "h", step: $0) }
    let whole = HookPoint(node: cell)
    let plan = try Plan(
      network, batch: batch,
      request: PlanRequest(origin: .seeds([cell]), gradients: Set(points + [whole])))
    let seed = Tensor.away([batch, steps, hidden])
    plan.setSeed(of: cell, to: seed)
    try plan.run()
    // At the stacked output there is what was given, without the recurrent path.
    #expect(plan.gradient(of: whole) == seed)
    let weight = try network.weights(of: "cell.weight_hh")
    for step in 0..<steps - 1 {
      let (now, next) = (plan.gradient(of: points[step]), plan.gradient(of: points[step + 1]))
      for row in 0..<batch {
        for unit in 0..<hidden {
          let back = (0..<hidden).reduce(Float(0)) { $0 + next[row, $1] * weight[$1, unit] }
          #expect(abs(now[row, unit] - (seed[row, step, unit] + back)) < 1e-5)
        }
      }
    }
  }
}
