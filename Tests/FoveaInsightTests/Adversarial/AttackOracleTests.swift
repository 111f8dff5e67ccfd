import Fovea
import Foundation
import Testing

/// Attacks against what PyTorch makes of the same network by `Fixtures/make_attacks.py`.
@Suite struct AttackOracleTests {
  let file: SafetensorsFile
  let network: Network
  let images: Tensor
  let labels: [Int]
  let targets: [Int]

  init() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/attacks.safetensors").path
    file = try SafetensorsFile.read(path)
    var network = try Network(input: .image(channels: 2, height: 7, width: 7)) {
      Conv2D("conv", filters: 4, kernel: 3)
      Tanh()
      Flatten()
      Dense("logits", 5)
    }
    for parameter in ["conv.weight", "conv.bias", "logits.weight", "logits.bias"] {
      network.setWeights(
        try file.tensor(parameter), at: try network.parameterPosition(parameter))
    }
    self.network = network
    images = try file.tensor("images")
    labels = try file.tensor("labels").scalars.map { Int($0) }
    targets = try file.tensor("targets").scalars.map { Int($0) }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let attack: any Attack
    var isTargeted = false
    var testDescription: String { name }
  }

  static func pgd(
    _ norm: AttackNorm, _ epsilon: Float, _ steps: Int, _ size: Float, momentum: Float = 0,
    loss: AttackLoss = .crossEntropy
  ) -> PGD {
    PGD(
      epsilon: epsilon, norm: norm, steps: steps, stepSize: size, startsRandomly: false,
      momentum: momentum, loss: loss)
  }

  static let cases: [Case] = [
    Case(name: "fgsm linf", attack: FGSM(epsilon: 0.1)),
    Case(name: "fgsm l2", attack: FGSM(epsilon: 0.8, norm: .l2)),
    Case(name: "pgd linf", attack: pgd(.linf, 0.1, 10, 0.025)),
    Case(name: "pgd l2", attack: pgd(.l2, 0.8, 10, 0.2)),
    Case(name: "pgd l1", attack: pgd(.l1, 3, 12, 0.6)),
    Case(name: "mi-fgsm linf", attack: pgd(.linf, 0.1, 10, 0.02, momentum: 1)),
    Case(name: "mi-fgsm l2", attack: pgd(.l2, 0.8, 10, 0.2, momentum: 0.9)),
    Case(name: "targeted linf", attack: pgd(.linf, 0.1, 10, 0.025), isTargeted: true),
    Case(name: "margin l2", attack: pgd(.l2, 0.8, 10, 0.2, loss: .margin())),
    Case(name: "dlr l2", attack: pgd(.l2, 0.8, 10, 0.2, loss: .dlr)),
    Case(
      name: "targeted dlr l2", attack: pgd(.l2, 0.8, 10, 0.2, loss: .dlr), isTargeted: true),
    Case(name: "deepfool l2", attack: DeepFool(norm: .l2)),
    Case(name: "deepfool linf", attack: DeepFool(norm: .linf)),
  ]

  @Test(arguments: cases)
  func `An attack makes the same images as in PyTorch`(_ each: Case) throws {
    let result = try each.attack.attack(
      network, images, labels: labels, goal: each.isTargeted ? .toClasses(targets) : .anyOther)
    let expected = try file.tensor(each.name)
    let error = zip(result.adversarial.scalars, expected.scalars).map { abs($0 - $1) }.max() ?? 1
    // Ten steps carry rounding on; a wrong sign or a wrong ball would be off by 0.02 and more.
    #expect(error < 2e-4)
    #expect(expected != images)
  }

  @Test func `Clean logits are PyTorch's`() throws {
    let expected = try file.tensor("clean logits").scalars
    let logits = try Victim(network).predict(images).flatMap(\.logits)
    #expect(zip(logits, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
