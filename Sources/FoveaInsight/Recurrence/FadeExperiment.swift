public import FoveaData
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor
public import FoveaTraining

/// Trains recurrent cells on delayed recall and measures how their gradients fade, before and after.
///
/// One symbol is shown, a blank of `delay` steps follows, and at a cue the symbol must be said again. Training asks at the
/// last step; to measure, the cue is moved to each step in turn, so that there is a loss for each row of the matrix.
///
/// A cell's usual start decides much: from an orthogonal matrix with a gain of 0.8 an Elman cell learns delays of 30 steps,
/// and a cell that has learnt a delay carries gradients over it.
public struct FadeExperiment: Sendable {
  /// The cells by their usual names.
  public enum Cell: String, Hashable, Sendable, CaseIterable {
    /// A plain recurrence with tanh.
    case elman
    /// Long short-term memory.
    case lstm
    /// Gated recurrent unit.
    case gru

    /// The name as figures have it.
    public var title: String {
      switch self {
      case .elman: "Elman"
      case .lstm: "LSTM"
      case .gru: "GRU"
      }
    }
  }

  /// One cell's matrices and what it learnt.
  public struct Outcome: Sendable {
    /// The cell.
    public let cell: Cell
    /// The matrix of the untrained network.
    public let before: GradientMatrix
    /// The matrix of the trained network.
    public let after: GradientMatrix
    /// The share of symbols recalled right after training; guessing gives 1 / symbols.
    public let accuracy: Double
    /// The trained network.
    public let network: Network
    /// What was measured in training: `gradient-norm/step` is the norm before clipping.
    public let log: RunLog
  }

  /// The number of steps between symbol and cue.
  public var delay: Int
  /// The number of hidden units.
  public var hidden: Int
  /// The number of symbols.
  public var symbols: Int
  /// The number of training steps.
  public var trainingSteps: Int
  /// The number of sequences of a batch.
  public var batchSize: Int
  /// The factor on an orthogonal first recurrent matrix of an Elman cell, above 1 for gradients that explode; `nil` for the
  /// usual uniform one in ±1/√H, whose spectral radius is near 0.6.
  public var elmanGain: Float?
  /// The first bias of the gates that keep a state: an LSTM's forget gate and a GRU's update gate.
  ///
  /// For delays of T steps about log T (Tallec & Ollivier 2018).
  public var memoryBias: Float
  /// The rule that changes weights.
  public var optimizer: any Optimizer
  /// The bound on the gradient's norm in training, `nil` for none.
  public var clipNorm: Double?
  /// The seed of weights and data.
  public var seed: UInt64

  /// Creates an experiment.
  ///
  /// - Precondition: all numbers are positive.
  public init(
    delay: Int = 50, hidden: Int = 32, symbols: Int = 4, trainingSteps: Int = 600,
    batchSize: Int = 32, elmanGain: Float? = nil, memoryBias: Float = 3,
    optimizer: any Optimizer = Adam(learningRate: 3e-3), clipNorm: Double? = 1, seed: UInt64 = 0
  ) {
    precondition(
      delay > 0 && hidden > 0 && symbols > 1 && trainingSteps >= 0 && batchSize > 0,
      "an experiment needs positive numbers")
    self.delay = delay
    self.hidden = hidden
    self.symbols = symbols
    self.trainingSteps = trainingSteps
    self.batchSize = batchSize
    self.elmanGain = elmanGain
    self.memoryBias = memoryBias
    self.optimizer = optimizer
    self.clipNorm = clipNorm
    self.seed = seed
  }

  /// The data: new sequences each epoch.
  public var task: DelayedRecall {
    DelayedRecall(
      symbols: symbols, delay: delay, count: max(1, trainingSteps) * batchSize, seed: seed)
  }

  /// A network of one recurrent layer and a dense one that names a symbol at each step.
  public func network(_ cell: Cell) throws(FoveaError) -> Network {
    var network = Network(seed: seed)
    let shape = task.inputShape
    let input = try network.addInput("sequence", shape: Shape([1] + shape.dimensions))
    let operation =
      switch cell {
      case .elman:
        Recurrent(
          .elman(.tanh), hidden: hidden,
          recurrentInitializer: elmanGain.map { .orthogonal(gain: $0) })
      case .lstm: Recurrent(.lstm, hidden: hidden, forgetBias: memoryBias)
      case .gru: Recurrent(.gru, hidden: hidden)
      }
    let states = try network.add(operation, to: [input], name: cell.rawValue)
    try network.add(
      DenseProduct(units: symbols, initializer: .glorotUniform), to: [states], name: "logits")
    if cell == .gru { try biasUpdateGate(of: &network) }
    return network
  }

  /// Adds to the second of a GRU's three blocks r, z, n.
  private func biasUpdateGate(of network: inout Network) throws(FoveaError) {
    let position = try network.parameterPosition("gru.bias_ih")
    var bias = network.weights[position]
    for unit in hidden..<2 * hidden { bias.scalars[unit] += memoryBias }
    network.setWeights(bias, at: position)
  }

  /// Trains a cell and measures it; `progress` gets the share that is done.
  ///
  /// - Throws: what training throws, such as an error for a loss that is no longer finite.
  public func run(_ cell: Cell, progress: ((Double) -> Void)? = nil) throws -> Outcome {
    let start = try network(cell)
    let before = try matrix(of: start)
    var trainer = try Trainer(
      start, optimizer: optimizer, batchSize: batchSize,
      clipping: clipNorm.map { .norm($0) }, seed: seed)
    if trainingSteps > 0 {
      try trainer.fit(task, epochs: 1) { moment in
        progress?(Double(moment.step) / Double(max(1, moment.steps)))
      }
    }
    let trained = trainer.network
    return Outcome(
      cell: cell, before: before, after: try matrix(of: trained),
      accuracy: try accuracy(of: trained), network: trained,
      log: trainer.log)
  }

  /// The share of sequences of another seed whose symbol is the most likely answer at the cue.
  public func accuracy(of network: Network, sequences: Int = 512) throws(FoveaError) -> Double {
    let held = DelayedRecall(symbols: symbols, delay: delay, count: sequences, seed: seed &+ 1)
    let (inputs, targets) = held.batch(Array(0..<sequences))
    let plan = try Plan(network, batch: sequences)
    try plan.setInput("sequence", to: inputs)
    try plan.run()
    let answers = plan.value(of: network.outputs[0])
    let hits = (0..<sequences).filter { sample in
      let step = answers.element(sample).element(held.cue)
      return step.reshaped(to: [1, symbols]).argmaxOfRows()[0] == Int(targets[sample, held.cue])
    }
    return Double(hits.count) / Double(sequences)
  }

  /// The matrix over one batch of sequences of another seed; for the loss at a step the cue stands at that step.
  public func matrix(
    of network: Network, state: String = "h"
  ) throws(FoveaError) -> GradientMatrix {
    let held = DelayedRecall(symbols: symbols, delay: delay, count: batchSize, seed: seed &+ 2)
    let (inputs, targets) = held.batch(Array(0..<batchSize))
    var asked = targets
    for sample in 0..<batchSize {
      let symbol = targets[sample, held.cue]
      for step in 0..<held.time { asked[sample, step] = symbol }
    }
    return try GradientMatrix.measure(
      network, inputs: inputs, targets: asked, state: state
    ) { step in
      step == 0 ? inputs : self.moving(cue: held.cue, of: inputs, to: step)
    }
  }

  /// The sequences with the cue at another step, and a blank where it was.
  private func moving(cue: Int, of inputs: Tensor, to step: Int) -> Tensor {
    var moved = inputs
    for sample in 0..<inputs.shape[0] {
      (moved[sample, cue, symbols], moved[sample, cue, symbols + 1]) = (1, 0)
      (moved[sample, step, symbols], moved[sample, step, symbols + 1]) = (0, 1)
    }
    return moved
  }
}
