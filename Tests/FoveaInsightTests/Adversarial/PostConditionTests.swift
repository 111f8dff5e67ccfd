import Fovea
import Testing

@testable import FoveaInsight

/// An attack that breaks what it promises.
private struct RogueAttack: Attack {
  var norm = AttackNorm.linf
  var radius: Float? = 0.1
  var name: String { "rogue" }
  let change: @Sendable (inout [Float]) -> Void

  func validate() throws(FoveaError) {}

  func perturb(_ batch: AttackBatch, of victim: Victim) throws(FoveaError) -> Perturbation {
    var images = batch.originals
    change(&images.scalars)
    return Perturbation(images: images)
  }
}

@Suite struct PostConditionTests {
  let network: Network
  let images: Tensor

  init() throws {
    network = try AttackedNetworks.convolutional()
    images = AttackedNetworks.images(3, in: 0.3...0.7)
  }

  private func error(
    _ norm: AttackNorm = .linf, radius: Float = 0.1, mask: Tensor? = nil,
    _ change: @escaping @Sendable (inout [Float]) -> Void
  ) -> String {
    attackError {
      _ = try RogueAttack(norm: norm, radius: radius, change: change)
        .attack(network, images, mask: mask)
    }
  }

  @Test func `What lies outside of the ball is an error that names image and distance`() {
    #expect(error { $0[70] += 0.099 } == "")
    let message = error { $0[70] += 0.1001 }
    #expect(message.contains("image 1") && message.contains("exceeds ε = 0.1"))
  }

  @Test func `Each norm is checked as itself`() {
    // 64 pixels by 0.02: L∞ 0.02, L2 0.16, L1 1.28.
    let change: @Sendable (inout [Float]) -> Void = { values in
      for index in 0..<64 { values[index] += 0.02 }
    }
    #expect(error(.linf, radius: 0.021, change) == "")
    #expect(error(.linf, radius: 0.019, change).contains("L∞ distance"))
    #expect(error(.l2, radius: 0.161, change) == "")
    #expect(error(.l2, radius: 0.159, change).contains("L2 distance"))
    #expect(error(.l1, radius: 1.281, change) == "")
    #expect(error(.l1, radius: 1.279, change).contains("L1 distance"))
  }

  @Test func `What is not finite or leaves the bounds is an error`() {
    #expect(error { $0[0] = .nan }.contains("not finite"))
    #expect(error { $0[190] = .infinity }.contains("image 2"))
    #expect(error(radius: 1) { $0[5] = -0.001 }.contains("must stay in 0.0 … 1.0"))
    #expect(error(radius: 1) { $0[5] = 1.001 }.contains("must stay in 0.0 … 1.0"))
  }

  @Test func `A change outside of the mask is an error`() {
    var mask = Tensor(repeating: 1, shape: [1, 8, 8])
    mask.scalars[3] = 0
    #expect(error(mask: mask) { $0[4] += 0.05 } == "")
    #expect(error(mask: mask) { $0[64 + 3] += 0.05 }.contains("mask"))
  }

  @Test func `Images of another shape are an error`() {
    struct Cropping: Attack {
      var norm: AttackNorm { .linf }
      var radius: Float? { nil }
      var name: String { "cropping" }
      func validate() throws(FoveaError) {}
      func perturb(_ batch: AttackBatch, of victim: Victim) throws(FoveaError) -> Perturbation {
        Perturbation(images: .zeros([1, 1, 4, 4]))
      }
    }
    #expect(attackError { _ = try Cropping().attack(network, images) }.contains("cropping made"))
  }

  @Test func `Rounding within the stated slack passes`() throws {
    let promise = PostCondition(attack: "x", norm: .linf, bounds: 0...1)
    func change(_ distance: Double) -> ImageChange {
      ImageChange(
        infinity: distance, two: 0, one: 0, lowest: 0, highest: 1, notFinite: 0, outsideMask: 0,
        atFace: 0)
    }
    try promise.check([change(0.1 + 0x1p-23)], radii: [0.1], first: 0, elements: 9)
    #expect(
      attackError {
        try promise.check([change(0.1 + 0x1p-21)], radii: [0.1], first: 7, elements: 9)
      }.contains("image 7"))
  }
}
