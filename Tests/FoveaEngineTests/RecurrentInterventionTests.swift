import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Interventions inside of the time loop.
@Suite struct RecurrentInterventionTests {
  static let cells: [Recurrent.Cell] = [.elman(.tanh), .lstm, .gru]

  @Test(arguments: cells)
  func `A changed state changes what comes after it and nothing before`(cell: Recurrent.Cell) throws
  {
    let network = try Samples.recurrent(cell)
    let input = Samples.uniform([2, 5, 3])
    let before = try network.record(["cell/h", "cell"], on: input)
    let changed = try network.applying([.add("cell/h[2]", Tensor(0.5))])
    let after = try changed.record(["cell/h", "cell/h.untouched", "cell"], on: input)
    for step in 0..<5 {
      let (a, b) = (try before["cell/h", step: step], try after["cell/h", step: step])
      #expect(step < 2 ? a == b : distance(a, b) > 1e-3, "step \(step)")
      // The layer's output is the same sequence.
      for sample in 0..<2 { #expect(try after["cell"][sample, step, 1] == b[sample, 1]) }
    }
    #expect(
      distance(try after["cell/h.untouched", step: 2], try before["cell/h", step: 2]) < 1e-6)
    #expect(
      try distance(after["cell/h", step: 2], before["cell/h", step: 2].map { $0 + 0.5 }) < 1e-6)
  }

  @Test func `A cell state that is kept from then on stops time`() throws {
    let network = try Samples.recurrent(.lstm)
    let frozen = try network.applying([
      .replace("cell/f[{3,4}]", with: 1), .zero("cell/i[{3,4}]"),
    ])
    let seen = try frozen.record(
      ["cell/c", "cell/f", "cell/i.untouched"], on: Samples.uniform([2, 5, 3]))
    #expect(try seen["cell/c", step: 3] == seen["cell/c", step: 2])
    #expect(try seen["cell/c", step: 4] == seen["cell/c", step: 2])
    #expect(try seen["cell/c", step: 1] != seen["cell/c", step: 2])
    #expect(try seen["cell/f", step: 4].scalars.allSatisfy { $0 == 1 })
    #expect(try seen["cell/i.untouched", step: 3].scalars.allSatisfy { $0 > 0 })
  }

  @Test(arguments: cells)
  func `A change that changes nothing gives the same numbers`(cell: Recurrent.Cell) throws {
    let network = try Samples.recurrent(cell)
    let input = Samples.uniform([2, 5, 3])
    let changed = try network.applying([.adjustable("cell/*")])
    #expect(changed.edits.count > 0)
    let expected = try network.record(["*"], [.value, .gradient], on: input, objective: .output())
    let seen = try changed.record(["*"], [.value, .gradient], on: input, objective: .output())
    for name in expected.names {
      #expect(
        distance(try seen.entry(name).tensor, try expected.entry(name).tensor) < 1e-6, "\(name)")
    }
  }

  static let changes: [(Recurrent.Cell, [Intervention])] = [
    (.elman(.tanh), [.scale("cell/h[2]", by: -0.7), .add("cell/h[2]", Tensor(0.2))]),
    (.elman(.sigmoid), [.scale("cell/h", by: 1.3, in: .units([0, 2]))]),
    (.elman(.identity), [.replace("cell/h[4]", with: 0.4, in: .units([3]))]),
    (.lstm, [.scale("cell/h[{1,3}]", by: 0.5), .scale("cell/c[2]", by: -1.5)]),
    (.lstm, [.add("cell/c[0]", Tensor(0.3)), .zero("cell/c[3]", in: .units([1]))]),
    (
      .lstm,
      [.scale("cell/f", by: 0.6), .add("cell/i[1]", Tensor(0.1)), .scale("cell/g[2]", by: 2)]
    ),
    (
      .lstm,
      [.scale("cell/o[4]", by: -1), .scale("cell/c[4]", by: 0.5), .scale("cell/h[4]", by: 2)]
    ),
    (.gru, [.scale("cell/h[1]", by: 0.5), .add("cell/h[3]", Tensor(0.2))]),
    (
      .gru,
      [.scale("cell/r", by: 0.4), .scale("cell/z[2]", by: 0.7), .add("cell/n[3]", Tensor(0.2))]
    ),
    (.gru, [.replace("cell/z[1]", with: 0.25), .zero("cell/r[2]", in: .units(0..<2))]),
  ]

  @Test(arguments: changes)
  func `Gradients through changed steps are right`(
    _ cell: Recurrent.Cell, _ list: [Intervention]
  ) throws {
    try GradientCheck(Samples.recurrent(cell).applying(list)).run()
  }

  /// A point's gradient is that of a small number added there.
  @Test(
    arguments: zip(
      [Recurrent.Cell.lstm, .lstm, .lstm, .gru, .gru, .elman(.tanh)],
      ["c[2]", "f[3]", "o[2]", "r[2]", "z[3]", "h[2]"]))
  func `Gradients at changed points are right`(cell: Recurrent.Cell, record: String) throws {
    let hook = "cell/\(record)"
    let untouched = hook.replacing("[", with: ".untouched[")
    let changed = try Samples.recurrent(cell).applying([.scale(HookSelector(hook), by: 0.5)])
    let input = Samples.uniform([2, 5, 3])
    let seen = try changed.record(
      [HookSelector(hook), HookSelector(untouched)], [.gradient], on: input, objective: .output())
    func objective(adding shift: Float) throws -> Float {
      var nudge = Tensor.zeros([2, 4])
      nudge[1, 2] = shift
      let network = try changed.applying([.add(HookSelector(hook), nudge)])
      return try Samples.output(of: network, for: input).scalars.reduce(0, +)
    }
    let numeric = (try objective(adding: 1e-2) - objective(adding: -1e-2)) / 2e-2
    let gradient = try seen[hook, .gradient]
    #expect(abs(gradient[1, 2] - numeric) < 2e-3 * max(1, abs(numeric)))
    #expect(try distance(seen[untouched, .gradient], gradient.map { $0 * 0.5 }) < 1e-6)
  }

  @Test func `Scaling a linear state scales the gradients before it and no others`() throws {
    let network = try Samples.recurrent(.elman(.identity))
    let input = Samples.uniform([2, 5, 3])
    // The objective sees the last step alone.
    let last = Objective(name: "last") { graph throws(FoveaError) in
      let cell = try graph.node("cell").id
      let step = try graph.add(Slicing(axis: 1, start: 4, count: 1), to: [cell])
      return try graph.add(Reduction(.sum), to: [step])
    }
    let before = try network.record(["cell/h"], [.gradient], on: input, objective: last)
    let after = try network.applying([.scale("cell/h[2]", by: 3)])
      .record(["cell/h"], [.gradient], on: input, objective: last)
    for step in 0..<5 {
      let expected = try before["cell/h", .gradient, step: step].map { step < 2 ? 3 * $0 : $0 }
      #expect(try distance(after["cell/h", .gradient, step: step], expected) < 1e-5, "step \(step)")
    }
  }
}

extension String {
  fileprivate func replacing(_ part: Character, with text: String) -> String {
    map { $0 == part ? text : String($0) }.joined()
  }
}
