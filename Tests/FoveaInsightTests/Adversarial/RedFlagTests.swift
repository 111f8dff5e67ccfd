import Fovea
import Testing

@Suite struct RedFlagTests {
  static func flags(_ network: Network, mode: PlanRequest.Mode = .inference) throws -> [RedFlag] {
    let victim = try Victim(network, mode: mode)
    return try FGSM(epsilon: 0.1).attack(victim, AttackedNetworks.images(3)).redFlags
  }

  @Test func `A sound network has none`() throws {
    #expect(try Self.flags(try AttackedNetworks.convolutional()) == [])
  }

  @Test func `Zero gradients are reported with their images`() throws {
    // A ReLU that is dead for every image stops all gradients.
    var network = try Network(input: .image(channels: 1, height: 8, width: 8), seed: 3) {
      Flatten()
      Dense("hidden", 5)
      ReLU()
      Dense("logits", 3)
    }
    try AttackedNetworks.set(&network, "hidden.bias", [Float](repeating: -1000, count: 5))
    #expect(try Self.flags(network) == [.zeroGradient(images: [0, 1, 2])])
    let walk = try DeepFool().attack(network, AttackedNetworks.images(3))
    #expect(walk.redFlags == [.zeroGradient(images: [0, 1, 2])])
    #expect(walk.successRate == 0)
  }

  @Test func `A softmax at the end is passed by and reported`() throws {
    func network(softmax: Bool) throws -> Network {
      try Network(input: .image(channels: 1, height: 8, width: 8), seed: 4) {
        Flatten()
        Dense("logits", 3)
        if softmax { Softmax("answer") }
      }
    }
    let images = AttackedNetworks.images(3)
    let plain = try FGSM(epsilon: 0.1).attack(try network(softmax: false), images)
    let ended = try FGSM(epsilon: 0.1).attack(try network(softmax: true), images)
    #expect(ended.redFlags == [.softmaxOutput(node: "answer")])
    #expect(ended.adversarial == plain.adversarial)
  }

  @Test func `Answers that look like probabilities are reported`() throws {
    let network = try Network(input: .image(channels: 1, height: 8, width: 8), seed: 4) {
      Flatten()
      Dense("logits", 3)
      Softmax("inner")
      Activation(.linear(scale: 1, offset: 0))
    }
    #expect(try Self.flags(network) == [.probabilityOutput])
  }

  @Test func `Randomness is reported`() throws {
    let network = try Network(input: .image(channels: 1, height: 8, width: 8), seed: 4) {
      Flatten()
      Dense("hidden", 40)
      Dropout("drop", 0.5)
      Dense("logits", 3)
    }
    #expect(try Self.flags(network) == [])
    #expect(try Self.flags(network, mode: .training) == [.randomOutput(images: 3)])
  }

  @Test func `Logits that are no numbers are reported`() throws {
    var network = try AttackedNetworks.convolutional()
    try AttackedNetworks.set(&network, "logits.bias", [.nan, 0, 0, 0])
    let flags = try Self.flags(network)
    #expect(flags.contains(.brokenLogits(images: [0, 1, 2])))
    #expect(flags.contains(.brokenGradient(images: [0, 1, 2])))
  }
}
