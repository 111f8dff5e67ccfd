import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RecurrentSequenceTests {
  private typealias Cell = RecurrentSequence.Cell

  static let cases: [(String, RecurrentSequence)] =
    [("plain", Cell.plain), ("lstm", .lstm()), ("gru", .gru())].flatMap { name, cell in
      [
        (name, RecurrentSequence(cell, hidden: 5)),
        (
          "\(name)-reverse",
          RecurrentSequence(cell, hidden: 5, isReversed: true, hasInitialState: true)
        ),
        (
          "\(name)-lengths",
          RecurrentSequence(cell, hidden: 5, hasLengths: true, hasInitialState: true)
        ),
        (
          "\(name)-lengths-reverse",
          RecurrentSequence(cell, hidden: 5, isReversed: true, hasLengths: true)
        ),
        ("\(name)-clip", RecurrentSequence(cell, hidden: 5, clip: 0.4, isReversed: true)),
      ]
    } + [
      (
        "gru-last", RecurrentSequence(.gru(resetsLast: true), hidden: 5, hasInitialState: true)
      ),
      (
        "gru-last-lengths",
        RecurrentSequence(.gru(resetsLast: true), hidden: 5, isReversed: true, hasLengths: true)
      ),
      (
        "lstm-peephole",
        RecurrentSequence(.lstm(hasPeepholes: true), hidden: 5, hasInitialState: true)
      ),
      (
        "lstm-peephole-lengths",
        RecurrentSequence(.lstm(hasPeepholes: true), hidden: 5, isReversed: true, hasLengths: true)
      ),
      ("lstm-coupled", RecurrentSequence(.lstm(isCoupled: true), hidden: 5)),
      (
        "lstm-functions",
        RecurrentSequence(
          .lstm(), hidden: 5,
          activations: [.hardSigmoid(slope: 0.2, offset: 0.5), .softsign, .softplus])
      ),
      (
        "gru-functions",
        RecurrentSequence(
          .gru(), hidden: 5, activations: [.affine(scale: 0.3, offset: -0.1), .elu(alpha: 1)])
      ),
      (
        "plain-leaky",
        RecurrentSequence(.plain, hidden: 5, activations: [.leakyReLU(slope: 0.2)])
      ),
      (
        "plain-scaled",
        RecurrentSequence(.plain, hidden: 5, activations: [.scaledTanh(scale: 1.3, slope: 0.7)])
      ),
    ]

  /// Outputs, states, and the gradients of all of them, of inputs and of weights.
  @Test func oracle() throws {
    for (name, operation) in Self.cases {
      let oracle = try Oracle("sequences", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  static let checks: [OperationCase] = [
    OperationCase(RecurrentSequence(.plain, hidden: 1), [1, 1, 1]),
    OperationCase(
      RecurrentSequence(.lstm(hasPeepholes: true, isCoupled: true), hidden: 1), [1, 1, 1]),
    OperationCase(
      RecurrentSequence(.gru(resetsLast: true), hidden: 3, isReversed: true), [2, 3, 1]),
    OperationCase(RecurrentSequence(.gru(), hidden: 2, hasInitialState: true), [3, 2, 4], [3, 2]),
  ]

  @Test(arguments: checks) func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  /// The fast layer computes the same, with its gates in another order.
  @Test func agreesWithTheFastLayer() throws {
    let (hidden, x) = (4, Samples.uniform([2, 5, 3]))
    var network = Network(seed: 3)
    let input = try network.addInput("input", shape: x.shape)
    let fast = try network.add(Recurrent(.gru, hidden: hidden), to: [input], name: "fast")
    let slow = try network.add(
      RecurrentSequence(.gru(resetsLast: true), hidden: hidden), to: [input], name: "slow")
    network.output(fast, slow)
    for role in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"] {
      let from = network.weights[try network.parameterPosition("fast.\(role)")]
      let block = from.scalars.count / 3
      let blocks = (0..<3).map { Array(from.scalars[$0 * block..<($0 + 1) * block]) }
      network.setWeights(
        Tensor(shape: from.shape, scalars: blocks[1] + blocks[0] + blocks[2]),
        at: try network.parameterPosition("slow.\(role)"))
    }
    let plan = try Plan(network, shapes: [:], request: PlanRequest(outputs: [fast, slow]))
    try plan.setInput("input", to: x)
    try plan.run()
    let (a, b) = (plan.value(of: fast), plan.value(of: slow))
    #expect(b.shape == [2, 6, hidden])
    for sample in 0..<2 {
      let own = Array(b.scalars[sample * 24..<sample * 24 + 20])
      let expected = Array(a.scalars[sample * 20..<sample * 20 + 20])
      for (p, q) in zip(own, expected) { #expect(abs(p - q) < 1e-6) }
    }
  }

  @Test func samplesAreComputedInParts() throws {
    let operation = RecurrentSequence(.lstm(), hidden: 3, hasLengths: true)
    let results = try [false, true].map { inParts in
      var network = Network(seed: 3)
      let x = try network.addInput("x", shape: [8, 4, 2])
      let lengths = try network.addInput("lengths", shape: [8])
      let y = try network.add(operation, to: [x, lengths], name: "cell")
      let plan = try Plan(
        network, batch: 8,
        request: PlanRequest(
          outputs: [y], origin: .seeds([y]), parameters: .trainable, allowsParts: inParts))
      #expect(plan.partCount == (inParts ? Threads.count : 1))
      try plan.setInput("x", to: Samples.uniform([8, 4, 2]))
      try plan.setInput("lengths", to: Tensor([4, 0, 1, 2, 3, 4, 2, 1]))
      plan.setSeed(of: y, to: Samples.uniform([8, 6, 3], seed: 2))
      try plan.run()
      return [plan.value(of: y)] + (0..<4).map { plan.gradient(ofParameter: $0) }
    }
    for (a, b) in zip(results[0], results[1]) { #expect(a.isClose(to: b)) }
  }

  @Test func inputsMustFit() throws {
    let operation = RecurrentSequence(.lstm(), hidden: 3, hasLengths: true, hasInitialState: true)
    #expect(operation.arity == 4...4)
    #expect(try operation.outputShape(for: [[2, 5, 7], [2], [2, 3], [2, 3]]) == [2, 7, 3])
    #expect(throws: ShapeError.self) {
      try operation.outputShape(for: [[2, 5, 7], [5], [2, 3], [2, 3]])
    }
    #expect(throws: ShapeError.self) {
      try RecurrentSequence(.gru(), hidden: 3).outputShape(for: [[2, 5]])
    }
  }
}
