import FoveaData
import FoveaNetwork
import FoveaTensor

/// A network with its loss grown onto it, and where things are in it.
struct LossGraph {
  /// The network as it was.
  let network: Network
  /// The network and the loss.
  let withLoss: Network
  let loss: Loss
  /// The name of the input that samples go to.
  let input: String
  /// The name of the input that targets go to.
  let targets: String
  let prediction: Node.ID
  let lossNode: Node.ID

  /// - Throws: `FoveaError` where the network has not one input, or no output that suits the loss.
  static func make(_ network: Network, loss: Loss) throws(FoveaError) -> LossGraph {
    let inputs = network.inputs
    guard inputs.count == 1, let prediction = network.outputs.first else {
      let names = inputs.map(\.name).joined(separator: ", ")
      throw FoveaError(
        "training needs a network with one input and an output; this one's inputs are [\(names)]")
    }
    var graph = network
    graph.outputs = network.outputs
    let taken = Set(network.nodes.map(\.name))
    var name = "targets"
    while taken.contains(name) || taken.contains("\(name).loss") { name += "_" }
    let shape = try loss.targetShape(for: network.nominalShape(of: prediction))
    let targets = try graph.addInput(name, shape: shape)
    let node = try loss.attach(
      to: &graph, output: prediction, targets: targets, name: "\(name).loss")
    return LossGraph(
      network: network, withLoss: graph, loss: loss, input: inputs[0].name, targets: name,
      prediction: prediction, lossNode: node)
  }

  /// The shapes of both inputs for a batch of samples.
  ///
  /// - Throws: `FoveaError` where the samples do not fit the network or the loss.
  func shapes(
    for source: any SampleSource, batch: Int
  ) throws(FoveaError) -> [String: Shape] {
    let inputShape = Shape([batch] + source.inputShape.dimensions)
    let targetShape = Shape([batch] + source.targetShape.dimensions)
    let output = try network.shapes(for: [input: inputShape])[prediction.position]
    let wanted = try loss.targetShape(for: output)
    guard wanted == targetShape else {
      throw FoveaError(
        "the loss (\(loss.name)) of an output \(output) needs targets \(wanted), "
          + "the samples have \(targetShape)")
    }
    if case .crossEntropy = loss, let classes = source.classCount, classes > output[-1] {
      throw FoveaError(
        "the samples have \(classes) classes, the network's output '"
          + "\(network.label(of: prediction))' tells only \(output[-1]) apart")
    }
    return [input: inputShape, targets: targetShape]
  }
}
