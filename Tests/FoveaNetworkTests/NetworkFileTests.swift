import FoveaNetwork
import FoveaTensor
import Foundation
import Testing

@Suite struct NetworkFileTests {
  /// A folder that is removed when the test has ended.
  private func withFolder(_ body: (_ folder: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test func `A saved network is read back equal, by the same bytes`() throws {
    try withFolder { folder in
      var network = try networkOfAllOperations()
      let position = try network.parameterPosition("bn.running_mean")
      network.setWeights(Tensor([1, -0.0, .leastNonzeroMagnitude, .infinity, -5, 6]), at: position)
      try network.save(to: "\(folder)/m.safetensors")
      let copy = try Network(contentsOf: "\(folder)/m.safetensors")
      #expect(copy == network)
      try copy.save(to: "\(folder)/again.safetensors")
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/m.safetensors"))
          == Data(contentsOf: URL(fileURLWithPath: "\(folder)/again.safetensors")))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
          == ["again.safetensors", "m.safetensors"])
    }
  }

  @Test func `What does not fit is listed in one line with the path`() throws {
    try withFolder { folder in
      let path = "\(folder)/m.safetensors"
      var file = try Zoo.network(named: "linear", seed: 3).file()
      file["logits.bias"] = nil
      file["optimizer/step"] = Tensor(3)
      try file.write(to: path)
      #expect(
        throws: FoveaError(
          "cannot read a network from '\(path)': the weights do not fit the network: missing "
            + "logits.bias; unexpected optimizer/step")
      ) { try Network(contentsOf: path) }
      file.metadata = ["format": "pt"]
      try file.write(to: path)
      #expect(
        throws: FoveaError(
          "cannot read a network from '\(path)': it holds no network: there is no 'fovea.network' "
            + "in its metadata, weights alone are not enough")
      ) { try Network(contentsOf: path) }
      try Data("nonsense, not tensors".utf8).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: FoveaError.self) { try Network(contentsOf: path) }
      #expect(try #require(error).message.hasPrefix("cannot read '\(path)'"))
      #expect(throws: FoveaError("cannot read '\(folder)/no': there is no such file")) {
        try Network(contentsOf: "\(folder)/no")
      }
      #expect(throws: FoveaError.self) {
        try Zoo.network(named: "linear").save(to: "\(folder)/no/m.safetensors")
      }
    }
  }

  @Test func `Tensors of others are left alone where told so`() throws {
    let network = try Zoo.network(named: "linear", seed: 3)
    var file = try network.file()
    file["optimizer/step"] = Tensor(3)
    #expect(try Network(file, ignoring: { $0.hasPrefix("optimizer/") }) == network)
  }

  @Test func `A file whose sizes lie allocates nothing`() throws {
    let network = try Network(input: .vector(4)) { Dense("d", 3) }
    var file = try network.file()
    let json = try #require(file.metadata[Network.fileKey])
    file.metadata[Network.fileKey] = json.replacing("\"units\":3", with: "\"units\":1000000000")
    #expect(
      throws: FoveaError(
        "the weights do not fit the network: d.weight has the shape [3, 4], not "
          + "[1000000000, 4]; d.bias has the shape [3], not [1000000000]")
    ) { try Network(file) }
  }

  @Test func `Weights are replaced by name, all or none`() throws {
    var network = try Network(input: .vector(2), seed: 1) { Dense("d", 2) }
    let before = network
    #expect(throws: FoveaError("the weights do not fit the network: missing d.bias")) {
      try network.setWeights(named: ["d.weight": .zeros([2, 2])])
    }
    #expect(network == before)
    try network.setWeights(named: ["d.weight": .zeros([2, 2]), "d.bias": Tensor([1, 2])])
    #expect(network.weights == [.zeros([2, 2]), Tensor([1, 2])])
  }
}
