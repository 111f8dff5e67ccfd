import Fovea
import Foundation
import Testing

@testable import FoveaInsight

@Suite struct PGDTests {
  let network: Network
  let images: Tensor
  let labels: [Int]

  init() throws {
    network = try AttackedNetworks.convolutional()
    images = AttackedNetworks.images(12)
    labels = try Victim(network).predict(images).map(\.label)
  }

  static func loss(_ result: AdversarialExamples) -> Double {
    result.samples.reduce(0) { $0 - log(Double($1.after.probability(of: $1.label))) }
  }

  @Test(arguments: AttackNorm.allCases)
  func `Radius 0 gives the images back`(norm: AttackNorm) throws {
    let attacks: [any Attack] = [
      FGSM(epsilon: 0, norm: norm), PGD(epsilon: 0, norm: norm, steps: 3),
      NoiseControl(epsilon: 0, norm: norm),
    ]
    for attack in attacks {
      #expect(try attack.attack(network, images).adversarial == images)
    }
  }

  @Test func `Settings without sense are errors that name them`() {
    let wrong: [(attack: any Attack, word: String)] = [
      (FGSM(epsilon: -0.1), "ε"), (PGD(epsilon: -1), "ε"), (NoiseControl(epsilon: -1), "ε"),
      (FGSM(epsilon: .nan), "ε"), (PGD(epsilon: .infinity), "ε"),
      (PGD(epsilon: 0.1, steps: -1), "steps"), (PGD(epsilon: 0.1, restarts: 0), "restarts"),
      (PGD(epsilon: 0.1, startsRandomly: false, restarts: 2), "restarts"),
      (PGD(epsilon: 0.1, stepSize: 0), "step size"), (PGD(epsilon: 0.1, momentum: -1), "momentum"),
      (SmallestRadius(FGSM(epsilon: 0), upTo: -1), "ε"),
      (SmallestRadius(FGSM(epsilon: 0), upTo: 1, bisections: -1), "bisections"),
      (DeepFool(norm: .l1), "L1"), (DeepFool(steps: 0), "steps"),
      (DeepFool(candidates: 1), "candidates"),
    ]
    for (attack, word) in wrong {
      #expect(attackError { _ = try attack.attack(network, images) }.contains(word))
    }
  }

  @Test(arguments: AttackNorm.allCases, [1, 5])
  func `Images stay in ball, bounds and mask`(norm: AttackNorm, batch: Int) throws {
    var mask = Tensor(repeating: 1, shape: [8, 8])
    for index in 0..<32 { mask.scalars[index] = 0 }
    let epsilon: Float = norm == .linf ? 0.07 : norm == .l2 ? 0.9 : 4
    let attack = PGD(epsilon: epsilon, norm: norm, steps: 12)
    let victim = try Victim(network, batchSize: batch)
    let result = try attack.attack(victim, images, labels: labels, mask: mask)
    for image in 0..<12 {
      let length = distance(result.adversarial.image(image), images.image(image), in: norm)
      #expect(length <= Double(epsilon) * 1.00001 + 1e-6)
      #expect(length > 0)
      #expect(result.perturbation.image(image).prefix(32).allSatisfy { $0 == 0 })
    }
    #expect(result.adversarial.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(result.certificate.isMasked)
  }

  @Test(arguments: AttackNorm.allCases)
  func `Many steps raise the loss more than one, one more than noise`(norm: AttackNorm) throws {
    let epsilon: Float = norm == .linf ? 0.05 : norm == .l2 ? 0.3 : 1.5
    let many = try PGD(epsilon: epsilon, norm: norm, steps: 20).attack(
      network, images, labels: labels)
    let one = try FGSM(epsilon: epsilon, norm: norm).attack(network, images, labels: labels)
    let noise = try NoiseControl(epsilon: epsilon, norm: norm).attack(
      network, images, labels: labels)
    #expect(Self.loss(many) >= Self.loss(one))
    #expect(Self.loss(one) > Self.loss(noise))
  }

  @Test func `A targeted attack raises the wanted class`() throws {
    let goals: [AttackGoal] = [.nextClass, .leastLikely, .toClass(2)]
    for goal in goals {
      let result = try PGD(epsilon: 0.1, steps: 20).attack(
        network, images, labels: labels, goal: goal)
      for sample in result.samples {
        let target = try #require(sample.target)
        guard sample.before.label != target else { continue }
        #expect(sample.after.probability(of: target) > sample.before.probability(of: target))
      }
    }
  }

  @Test func `Wanted classes that make no sense are errors`() {
    let attack = FGSM(epsilon: 0.1)
    #expect(
      attackError { _ = try attack.attack(network, images, goal: .toClass(4)) }.contains("0 … 3"))
    #expect(
      attackError { _ = try attack.attack(network, images, goal: .toClasses([1])) }
        .contains("1 wanted classes for 12"))
    #expect(
      attackError {
        _ = try attack.attack(network, images, labels: labels, goal: .toClasses(labels))
      }.contains("its label"))
    #expect(
      attackError { _ = try DeepFool().attack(network, images, goal: .nextClass) }
        .contains("cannot aim"))
  }

  @Test func `The same seed gives the same images, another one others`() throws {
    let attack = PGD(epsilon: 0.1, steps: 2, seed: 3)
    let first = try attack.attack(network, images).adversarial
    #expect(try attack.attack(network, images).adversarial == first)
    var other = attack
    other.seed = 4
    #expect(try other.attack(network, images).adversarial != first)
  }

  @Test func `A restart is never worse for any image`() throws {
    let once = PGD(epsilon: 0.02, steps: 3, seed: 1)
    var often = once
    often.restarts = 4
    let single = try once.attack(network, images, labels: labels)
    let best = try often.attack(network, images, labels: labels)
    for (a, b) in zip(single.samples, best.samples) {
      #expect(b.isSuccess || !a.isSuccess)
      guard a.isSuccess == b.isSuccess else { continue }
      #expect(b.after.probability(of: b.label) <= a.after.probability(of: a.label) + 1e-5)
    }
    #expect(best.adversarial != single.adversarial)
  }

  @Test func `An image that is fooled stays where it is when asked to`() throws {
    var attack = PGD(epsilon: 0.2, steps: 20, stepSize: 0.02, startsRandomly: false)
    let full = try attack.attack(network, images, labels: labels)
    attack.stopsWhenFooled = true
    let stopped = try attack.attack(network, images, labels: labels)
    #expect(stopped.samples.map(\.isSuccess) == full.samples.map(\.isSuccess))
    #expect(stopped.certificate.meanDistance < full.certificate.meanDistance)
  }

  @Test func `A trace follows the attack and ends where it ends`() throws {
    let attack = PGD(epsilon: 0.1, steps: 8, keepsTrace: true)
    let result = try attack.attack(
      Victim(network, batchSize: 5), images, labels: labels)
    let points = try #require(result.trace).points
    #expect(points.count == 9 && points.map(\.step) == Array(0...8))
    let last = try #require(points.last)
    #expect(last.success == Float(result.samples.count { $0.isSuccess }) / 12)
    #expect(abs(Double(last.distance) - result.certificate.meanDistance) < 1e-6)
    #expect(abs(Double(last.objective) - Self.loss(result) / 12) < 1e-4)
    #expect(last.objective > points[0].objective && last.margin > points[0].margin)
    #expect(last.atFace > 0.2 && last.atFace <= 1)
    #expect(points.allSatisfy { $0.gradientNorm > 0 })
    #expect(try AttackCourse(result).pngData().count > 1000)
    #expect(throws: FoveaError.self) {
      try AttackCourse(FGSM(epsilon: 0.1).attack(network, images))
    }
  }

  @Test(arguments: [AttackLoss.margin(), .margin(confidence: 0.5), .dlr])
  func `Other losses fool too`(loss: AttackLoss) throws {
    let result = try PGD(epsilon: 0.15, steps: 20, loss: loss).attack(
      network, images, labels: labels)
    #expect(result.successRate > 0.9)
  }

  @Test func `A margin with a confidence stops there`() throws {
    let result = try PGD(
      epsilon: 0.5, steps: 30, stepSize: 0.01, startsRandomly: false,
      loss: .margin(confidence: 0.05)
    ).attack(network, images, labels: labels)
    for sample in result.samples {
      let own = sample.after.logits[sample.label]
      let lead = sample.after.logits[sample.after.label] - own
      #expect(sample.isFooled && lead >= 0.05)
      #expect(lead < 0.5)
    }
  }

  @Test func `One plan serves all steps and radii`() throws {
    let victim = try Victim(network, batchSize: 5)
    for epsilon: Float in [0.05, 0.1, 0.2] {
      _ = try PGD(epsilon: epsilon, steps: 3).attack(victim, images)
    }
    // 12 images are 5 + 5 + 2: forward and backward for each of the two sizes.
    #expect(victim.planCount == 4)
  }
}
