import Fovea
import Foundation
import Testing

/// A network trained here on Fashion-MNIST: attacks must do to it what they do to all such networks.
@Suite(.serialized) struct TrainedNetworkTests {
  static let folder = "/usr/share/datasets/fashion-mnist"
  static var hasData: Bool { FileManager.default.fileExists(atPath: folder) }

  /// `shallow-cnn` after one pass over 20,000 pictures, and 300 pictures it has not seen.
  static func trained() throws -> (network: Network, test: ImageSet) {
    let data = try ImageSet.idx(folder: folder)
    var trainer = try Trainer(
      try Zoo.network(named: "shallow-cnn", seed: 7), optimizer: Adam(learningRate: 2e-3), seed: 7)
    try trainer.fit(data.train.prefix(20_000), epochs: 1)
    return (trainer.network, data.test.prefix(300))
  }

  @Test(.enabled(if: hasData))
  func `Attacks fool it, noise of the same size does not`() throws {
    let (network, test) = try Self.trained()
    let victim = try Victim(network)
    let epsilons: [Float] = [0.02, 0.05, 0.1]
    let curve = try RobustnessCurve(
      of: victim, test.images, labels: test.labels,
      attacks: [FGSM(epsilon: 0), PGD(epsilon: 0, steps: 10), NoiseControl(epsilon: 0)],
      epsilons: epsilons)
    #expect(curve.cleanAccuracy > 0.75)
    #expect(curve.epsilons == [0, 0.02, 0.05, 0.1])
    let fgsm = try curve.accuracy(of: "FGSM", at: 0.1)
    let pgd = try curve.accuracy(of: "PGD-10", at: 0.1)
    let noise = try curve.accuracy(of: "noise ±ε", at: 0.1)
    #expect(fgsm < 0.3)
    #expect(pgd <= fgsm && pgd < 0.2)
    #expect(noise > 0.7 && noise > fgsm + 0.5)
    for line in curve.lines {
      #expect(line.accuracies[0] == curve.cleanAccuracy)
      #expect(zip(line.largestDistances, curve.epsilons).allSatisfy { $0 <= Double($1) + 3e-7 })
    }
    #expect(try curve.pngData().count > 5000)
    #expect(throws: FoveaError.self) { try curve.accuracy(of: "PDG-10", at: 0.1) }

    let fooled = try PGD(epsilon: 8 / 255, steps: 20, keepsTrace: true)
      .attack(victim, test[0..<64])
    #expect(fooled.successRate > 0.2)
    #expect((fooled.certificate.eightBit?.survivalRate ?? 0) > 0.9)
    #expect(fooled.className(fooled.samples[0].label) == "Ankle boot")
    let sheet = try AttackSheet(fooled, showing: [0, 1, 2])
    #expect(abs(sheet.reach - 8.0 / 255) < 1e-4)
    #expect(try sheet.pngData().count > 5000)

    let distances = try ActivationDistance(of: network, fooled)
    #expect(distances.layers.map(\.name) == ["input", "conv1", "hidden", "logits"])
    let (first, last) = (try #require(distances.layers.first), try #require(distances.layers.last))
    #expect(abs(first.adversarial / first.noise - 1) < 0.2)
    #expect(last.adversarial > 3 * last.noise)
    try Self.draw(curve, fooled, distances)
  }

  @Test(.enabled(if: hasData))
  func `The smallest change is far below what noise needs`() throws {
    let (network, test) = try Self.trained()
    let victim = try Victim(network, batchSize: 50)
    let images = test[0..<50]
    let deepFool = try DeepFool().attack(victim, images)
    #expect(deepFool.successRate > 0.95)
    let search = try SmallestRadius(
      PGD(epsilon: 0, norm: .l2, steps: 20, startsRandomly: false), upTo: 4, bisections: 7
    ).attack(victim, images)
    #expect(search.successRate > 0.95)
    // Two ways to the nearest boundary must agree roughly, and neither can be near twice the other on average.
    let ratio = search.certificate.meanDistance / deepFool.certificate.meanDistance
    #expect(ratio > 0.5 && ratio < 1.5)
    #expect(deepFool.certificate.epsilon == nil)
    // The ball on the 8-bit lattice is that of the largest radius: rounding down to the smallest would lose them all.
    let report = try #require(search.certificate.eightBit)
    #expect(report.survivalRate > 0.5)
    #expect(report.largestDistance <= 4 * 255)
    #expect(search.samples.allSatisfy { $0.distance <= ($0.radius ?? 0) * 1.0001 + 1e-5 })
  }

  /// Writes the figures where the environment names a folder, to be looked at.
  private static func draw(
    _ curve: RobustnessCurve, _ fooled: AdversarialExamples, _ distances: ActivationDistance
  ) throws {
    guard let folder = ProcessInfo.processInfo.environment["FOVEA_TEST_FIGURES"] else { return }
    try curve.write(to: folder + "/curve.png")
    try AttackSheet(fooled).write(to: folder + "/sheet.png")
    try distances.write(to: folder + "/distances.png")
    try AttackCourse(fooled).write(to: folder + "/course.png")
    print(fooled.certificate)
  }
}
