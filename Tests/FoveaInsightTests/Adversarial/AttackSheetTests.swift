import Fovea
import Testing

@Suite struct AttackSheetTests {
  static func examples(channels: Int, count: Int = 3) throws -> AdversarialExamples {
    let network = try Network(input: .image(channels: channels, height: 9, width: 12), seed: 2) {
      Flatten()
      Dense("logits", 3)
    }
    var source = RandomSource(seed: 4)
    let images = Tensor.uniform([count, channels, 9, 12], in: 0...1, from: &source)
    return try FGSM(epsilon: 4 / 255).attack(network, images)
  }

  @Test(arguments: [1, 3])
  func `A sheet of grey or coloured images draws, the same bytes twice`(channels: Int) throws {
    let sheet = try AttackSheet(try Self.examples(channels: channels))
    #expect(sheet.shown == [0, 1, 2])
    #expect(try sheet.pngData() == sheet.pngData())
    #expect(abs(sheet.reach - 4.0 / 255) < 1e-6)
  }

  @Test func `A change of nothing draws too`() throws {
    let network = try AttackedNetworks.convolutional()
    let still = try FGSM(epsilon: 0).attack(network, AttackedNetworks.images(2))
    #expect(try AttackSheet(still).pngData().count > 1000)
  }

  @Test func `Noise as a control makes a row, and must be of the same images`() throws {
    let network = try AttackedNetworks.convolutional()
    let images = AttackedNetworks.images(3)
    let fooled = try FGSM(epsilon: 0.1).attack(network, images)
    let noisy = try NoiseControl(epsilon: 0.1).attack(network, images)
    let sheet = try AttackSheet(fooled, control: noisy)
    let alone = try AttackSheet(fooled)
    #expect(sheet.size.height > 1.2 * alone.size.height)
    let others = try NoiseControl(epsilon: 0.1).attack(network, AttackedNetworks.images(2))
    #expect(
      attackError { _ = try AttackSheet(fooled, control: others) }.contains("attacked images"))
  }

  @Test func `What cannot be drawn is an error`() throws {
    let five = try Self.examples(channels: 5)
    #expect(attackError { _ = try AttackSheet(five) }.contains("1 or 3 channels"))
    let one = try Self.examples(channels: 1)
    #expect(attackError { _ = try AttackSheet(one, showing: [0, 3]) }.contains("no image 3"))
    #expect(attackError { _ = try AttackSheet(one, showing: []) }.contains("needs an image"))
  }
}
