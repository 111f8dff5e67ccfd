import TestSupport
import FoveaTensor
import Testing

@testable import FoveaCheckpoint
@testable import FoveaNetwork

/// Which tensors of a file become which parameters.
@Suite struct WeightMatchTests {
  /// A convolution and a dense layer.
  private let parameters = [
    Parameter(name: "conv.weight", shape: [4, 2, 3, 3], isTrainable: true),
    Parameter(name: "conv.bias", shape: [4], isTrainable: true),
    Parameter(name: "fc.weight", shape: [5, 4], isTrainable: true),
  ]

  private func checkpoint(_ shapes: [(String, Shape)]) throws -> Checkpoint {
    try Checkpoint(
      shapes.enumerated().map { index, entry in
        Checkpoint.Entry(
          name: entry.0, tensor: Tensor(repeating: Float(index), shape: entry.1))
      }, format: .torchArchive)
  }

  @Test(arguments: ["", "state_dict.", "model.module."])
  func namesCountBehindWhateverStandsBefore(prefix: String) throws {
    let file = try checkpoint(
      parameters.reversed().map { (prefix + $0.name, $0.shape) }
        + [(prefix + "bn.num_batches_tracked", .scalar)])
    let match = WeightMatch(file, with: parameters)
    #expect(match.isComplete && !match.isByOrder && match.prefix == prefix)
    #expect(match.tensors["conv.weight"]?.scalars.first == 2)
    #expect(match.tensors["fc.weight"]?.scalars.first == 0)
    #expect(match.passedOver == 1)
  }

  @Test func otherPartsOfTheFileArePassedOver() throws {
    let file = try checkpoint(
      parameters.map { ("model.\($0.name)", $0.shape) }
        + [("optimizer.state.0.exp_avg", [4]), ("ema.conv.weight", [4, 2, 3, 3])])
    let match = WeightMatch(file, with: parameters)
    #expect(match.isComplete && match.prefix == "model." && match.passedOver == 2)
    #expect(match.tensors["conv.weight"]?.scalars.first == 0)
  }

  @Test func everythingThatDoesNotFitIsNamed() throws {
    let file = try checkpoint([
      ("conv.weight", [4, 2, 3, 3]), ("fc.weight", [7, 4]), ("fc.bias", [7]), ("aux.x", [1]),
    ])
    let match = WeightMatch(file, with: parameters, unused: ["aux."])
    #expect(!match.isComplete)
    #expect(match.missing.map(\.name) == ["conv.bias"])
    #expect(match.misshapen == [.init(name: "fc.weight", found: [7, 4], wanted: [5, 4])])
    #expect(match.unexpected == ["fc.bias"] && match.passedOver == 1)
    #expect(match.tensors.keys.sorted() == ["conv.weight"])
    #expect(
      "\(match)" == "1 parameters fit; 1 missing: conv.bias [4]; "
        + "1 of another shape: fc.weight [7, 4] not [5, 4]; 1 unexpected: fc.bias; "
        + "passed over 1 other tensors")
  }

  @Test func longListsAreCut() throws {
    let many = (0..<20).map { Parameter(name: "p\($0)", shape: [1], isTrainable: true) }
    let match = WeightMatch(try checkpoint([("p3", [1])]), with: many)
    #expect(
      "\(match)".contains(
        "19 missing: p0 [1], p1 [1], p2 [1], p4 [1], p5 [1], p6 [1], p7 [1], p8 [1], …"))
  }

  @Test func oldNamesAreTranslated() throws {
    let file = try checkpoint(parameters.map { ("old." + $0.name, $0.shape) })
    let match = WeightMatch(file, with: parameters) { $0.replacing("old.", with: "") }
    #expect(match.isComplete && match.prefix.isEmpty)
    let rename = try Zoo.entry(named: "densenet121").rename
    #expect(
      rename("features.denseblock1.denselayer12.norm.2.running_var")
        == "features.denseblock1.denselayer12.norm2.running_var")
  }

  /// A file of Flax: other names, other parts beside it, kernels with the outputs last.
  @Test func kernelsOfOtherProgramsAreTakenByTheirOrder() throws {
    let kernel = Tensor(
      shape: [3, 3, 2, 4],
      scalars: (0..<72).map { index in
        let (output, input, column, row) = (index % 4, index / 4 % 2, index / 8 % 3, index / 24)
        return Float(1000 * output + 100 * input + 10 * row + column)
      })
    let file = try Checkpoint(
      [
        .init(name: "Net_0.Conv_0.kernel", tensor: kernel),
        .init(name: "Net_0.Conv_0.bias", tensor: .zeros([4])),
        .init(
          name: "Net_0.Dense_0.kernel",
          tensor: Tensor(shape: [4, 5], scalars: (0..<20).map { Float($0) })),
        .init(name: "Head_0.Conv_0.kernel", tensor: .zeros([1, 1, 4, 1])),
      ], format: .numpyPickle)
    let match = WeightMatch(file, with: parameters)
    #expect(
      match.isComplete && match.isByOrder && match.prefix == "Net_0." && match.passedOver == 1)
    let weight = try #require(match.tensors["conv.weight"])
    #expect(weight[3, 1, 2, 0] == 3120 && weight[0, 1, 0, 2] == 102)
    #expect(match.tensors["fc.weight"]?[4, 1] == 9)
  }

  @Test func strangeFilesFitNothing() throws {
    let match = WeightMatch(try checkpoint([("a", [4]), ("b", [4, 2, 3, 3])]), with: parameters)
    #expect(match.tensors.isEmpty && match.missing.count == 3 && match.unexpected == ["a", "b"])
  }

  @Test func networksAreMadeOfTheirWeights() throws {
    let shapes = try Zoo.parameters(ofNetworkNamed: "linear").map { ($0.name, $0.shape) }
    let (network, match) = try Zoo.network(named: "linear", from: checkpoint(shapes))
    #expect(match.isComplete)
    #expect(try network.weights(of: "logits.bias").scalars.allSatisfy { $0 == 1 })
    let line = message {
      _ = try Zoo.network(named: "linear", from: checkpoint(Array(shapes.prefix(1))))
    }
    #expect(line == "the weights do not fit linear: 1 missing: logits.bias [10]")
  }

  @Test func weightsOfAnotherNetworkAreToldApart() throws {
    let line = message {
      _ = try Zoo.network(
        named: "mlp", from: checkpoint([("a.weight", [1]), ("b", [2])]), isPartial: true)
    }
    #expect(
      line == "none of the 2 tensors fits mlp: they are called a.weight, b, …; the network's are "
        + "hidden.weight, hidden.bias, logits.weight, …")
  }

  @Test func knownNamesOfOtherShapesAreNamed() throws {
    let shapes: [(String, Shape)] = [("logits.weight", [7, 784]), ("logits.bias", [7])]
    for isPartial in [false, true] {
      let line = message {
        _ = try Zoo.network(named: "linear", from: checkpoint(shapes), isPartial: isPartial)
      }
      #expect(
        line == "the weights do not fit linear: 2 of another shape: "
          + "logits.weight [7, 784] not [10, 784], logits.bias [7] not [10]")
    }
    #expect(
      try Zoo.network(named: "linear", from: checkpoint(shapes), classes: 7).match.isComplete)
  }

  @Test func partsOfNetworksKeepFreshWeights() throws {
    let shapes = try Zoo.parameters(ofNetworkNamed: "linear").map { ($0.name, $0.shape) }
    let (network, match) = try Zoo.network(
      named: "linear", from: checkpoint(Array(shapes.prefix(1))), isPartial: true, seed: 3)
    let fresh = try Zoo.network(named: "linear", seed: 3)
    #expect(match.missing.map(\.name) == ["logits.bias"])
    #expect(try network.weights(of: "logits.weight").scalars.allSatisfy { $0 == 0 })
    #expect(try network.weights(of: "logits.bias") == fresh.weights(of: "logits.bias"))
  }
}
