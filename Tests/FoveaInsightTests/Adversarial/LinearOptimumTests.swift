import Fovea
import Testing

/// A linear network's worst change of a given size is known exactly: ε times the dual norm of w = w₁ − w₀.
@Suite struct LinearOptimumTests {
  static let w: [Float] = [0.3, -1.2, 0.05, 2, -0.7, 0.9, -0.02, 1.1, -1.9]

  static func network() throws -> Network {
    try AttackedNetworks.linear([w.map { -$0 / 2 }, w.map { $0 / 2 }], height: 3, width: 3)
  }

  static func dual(_ norm: AttackNorm) -> Double {
    let sizes = w.map { Double(abs($0)) }
    return switch norm {
    case .linf: sizes.reduce(0, +)
    case .l2: sizes.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .l1: sizes.max() ?? 0
    }
  }

  /// By how much ⟨w, x⟩ rose.
  static func gain(_ result: AdversarialExamples, _ image: Int) -> Double {
    zip(result.perturbation.image(image), w).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  @Test(arguments: AttackNorm.allCases)
  func `FGSM reaches the optimum in one step`(norm: AttackNorm) throws {
    let images = AttackedNetworks.images(5, height: 3, width: 3, in: 0.3...0.7)
    let result = try FGSM(epsilon: 0.2, norm: norm).attack(
      try Self.network(), images, labels: [0, 0, 0, 0, 0])
    for image in 0..<5 {
      #expect(abs(Self.gain(result, image) - 0.2 * Self.dual(norm)) < 1e-5)
    }
  }

  @Test(arguments: AttackNorm.allCases, [false, true])
  func `PGD reaches the optimum from the image and from a random start`(
    norm: AttackNorm, startsRandomly: Bool
  ) throws {
    let images = AttackedNetworks.images(5, height: 3, width: 3, in: 0.3...0.7)
    // On the sphere of L2 the angle to the optimum falls by e for each ε of way; ten make it vanish.
    let attack = PGD(
      epsilon: 0.2, norm: norm, steps: 200, stepSize: 0.01, startsRandomly: startsRandomly)
    let result = try attack.attack(try Self.network(), images, labels: [0, 0, 0, 0, 0])
    for image in 0..<5 {
      #expect(abs(Self.gain(result, image) / (0.2 * Self.dual(norm)) - 1) < 1e-3)
    }
  }

  @Test func `L-infinity reaches the optimum of the ball cut by the bounds`() throws {
    let images = AttackedNetworks.images(4, height: 3, width: 3)
    let epsilon: Float = 0.4
    let attacks: [any Attack] = [FGSM(epsilon: epsilon), PGD(epsilon: epsilon, steps: 20)]
    for attack in attacks {
      let result = try attack.attack(try Self.network(), images, labels: [0, 0, 0, 0])
      for (index, value) in result.adversarial.scalars.enumerated() {
        let x = images.scalars[index]
        let w = Self.w[index % 9]
        let best = w > 0 ? min(1, x + epsilon) : max(0, x - epsilon)
        #expect(abs(value - best) < 1e-6)
      }
    }
  }

  @Test func `L1 spends its radius on the largest weights up to their bounds`() throws {
    // Weights 2, −1.9, −1.2 come first; the pixels can go by 0.5 each, so 1.2 is spent as 0.5 + 0.5 + 0.2.
    let images = Tensor(repeating: 0.5, shape: [1, 1, 3, 3])
    let result = try FGSM(epsilon: 1.2, norm: .l1).attack(try Self.network(), images, labels: [0])
    let expected: [Float] = [0, -0.2, 0, 0.5, 0, 0, 0, 0, -0.5]
    for (move, wanted) in zip(result.perturbation.scalars, expected) {
      #expect(abs(move - wanted) < 1e-6)
    }
    let slow = try PGD(epsilon: 1.2, norm: .l1, steps: 400, stepSize: 0.02).attack(
      try Self.network(), images, labels: [0])
    #expect(abs(Self.gain(slow, 0) / Self.gain(result, 0) - 1) < 0.01)
  }

  @Test func `DeepFool goes to the boundary by the shortest way and a little further`() throws {
    // The boundary ⟨w, x⟩ = 0 lies |⟨w, x⟩| / ‖w‖ away.
    let images = AttackedNetworks.images(6, height: 3, width: 3, in: 0.4...0.6)
    for norm in [AttackNorm.l2, .linf] {
      let result = try DeepFool(norm: norm).attack(try Self.network(), images)
      for (image, sample) in result.samples.enumerated() {
        let score = zip(images.image(image), Self.w).reduce(0) { $0 + $1.0 * Double($1.1) }
        let exact = abs(score) / Self.dual(norm)
        #expect(sample.isFooled)
        #expect(Double(sample.distance) >= exact)
        #expect(Double(sample.distance) <= exact * 1.03 + 1e-3)
      }
    }
  }

  @Test(arguments: AttackNorm.allCases)
  func `Bisection finds the distance to the boundary`(norm: AttackNorm) throws {
    let images = AttackedNetworks.images(6, height: 3, width: 3, in: 0.45...0.55)
    let search = SmallestRadius(FGSM(epsilon: 0, norm: norm), upTo: 1.6, bisections: 14)
    let result = try search.attack(try Self.network(), images)
    for (image, sample) in result.samples.enumerated() {
      let score = zip(images.image(image), Self.w).reduce(0) { $0 + $1.0 * Double($1.1) }
      let exact = abs(score) / Self.dual(norm)
      // In L1 a pixel goes no further than its bound; that costs nothing below 0.45.
      guard norm != .l1 || exact < 0.44 else { continue }
      #expect(sample.isFooled)
      #expect(abs(Double(sample.radius ?? 0) - exact) < 1.6 / 8192)
    }
  }
}
