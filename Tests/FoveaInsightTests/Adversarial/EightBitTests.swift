import Fovea
import Testing

@testable import FoveaInsight

@Suite struct EightBitTests {
  /// Images whose pixels are whole numbers over 255, as those of files are.
  static func lattice(_ count: Int, seed: UInt64 = 2) -> Tensor {
    AttackedNetworks.images(count, seed: seed).map { ($0 * 255).rounded() / 255 }
  }

  @Test(arguments: [0, 1, 4, 8, 40])
  func `Whole-number distances stay at k for a radius of k steps`(k: Int) throws {
    let network = try AttackedNetworks.convolutional()
    let originals = Self.lattice(6)
    let attack = PGD(epsilon: Float(k) / 255, steps: 10)
    let result = try attack.attack(network, originals)
    let report = try #require(result.certificate.eightBit)
    #expect(report.largestDistance <= Double(k))
    for (image, picture) in result.pictures.enumerated() {
      let clean = PixelImage(originals.element(image))
      let moves = zip(picture.samples, clean.samples).map { abs(Int($0) - Int($1)) }
      #expect((moves.max() ?? 0) <= k)
    }
  }

  @Test(arguments: [AttackNorm.l2, .l1], [Float(0.004), 0.05, 0.4, 2])
  func `Sums of whole numbers stay in the ball, and no step is given away`(
    norm: AttackNorm, epsilon: Float
  ) throws {
    let network = try AttackedNetworks.convolutional()
    let originals = Self.lattice(6)
    let result = try PGD(epsilon: epsilon, norm: norm, steps: 10).attack(network, originals)
    for (image, picture) in result.pictures.enumerated() {
      let clean = PixelImage(originals.element(image))
      let moves = zip(picture.samples, clean.samples).map { abs(Int($0) - Int($1)) }
      let size =
        norm == .l1
        ? Double(moves.reduce(0, +)) : Double(moves.reduce(0) { $0 + $1 * $1 }).squareRoot()
      #expect(size <= 255 * Double(epsilon) + 2e-3)
      // Rounding may lose up to half a step for each of 64 pixels, not the whole change.
      if epsilon >= 0.4, norm == .l2 { #expect(size > 0.9 * 255 * Double(epsilon) - 8) }
    }
  }

  @Test func `Originals between two levels keep their ball around their own 8-bit form`() throws {
    let network = try AttackedNetworks.convolutional()
    let originals = AttackedNetworks.images(5, seed: 77)
    for norm in AttackNorm.allCases {
      let result = try PGD(epsilon: 3 / 255, norm: norm, steps: 5).attack(network, originals)
      let report = try #require(result.certificate.eightBit)
      #expect(report.largestDistance <= 3 + 1e-3)
    }
  }

  @Test func `A change of less than half a step is lost, and the report says so`() throws {
    // The boundary of this network runs 0.2 steps beside the image.
    let network = try AttackedNetworks.linear(
      [[1, 1, 1, 1], [0, 0, 0, 0]], height: 2, width: 2, bias: [-4 * 128 / 255 + 0.8 / 255, 0])
    let images = Tensor(repeating: 128 / 255, shape: [2, 1, 2, 2])
    let small = try FGSM(epsilon: 0.3 / 255).attack(network, images, labels: [0, 0])
    #expect(small.certificate.fooled == 2)
    #expect(small.certificate.eightBit?.survivors == 0)
    #expect(small.certificate.eightBit?.survivalRate == 0)
    #expect(small.samples.allSatisfy { $0.survivesSaving == false })
    let large = try FGSM(epsilon: 1 / 255).attack(network, images, labels: [0, 0])
    #expect(large.certificate.eightBit?.survivors == 2)
    #expect(large.samples.allSatisfy { $0.survivesSaving == true })
  }

  @Test func `Three channels survive the file, five have none`() throws {
    for channels in [3, 5] {
      let network = try Network(input: .image(channels: channels, height: 6, width: 6), seed: 1) {
        Flatten()
        Dense("logits", 3)
      }
      var source = RandomSource(seed: 1)
      let images = Tensor.uniform([2, channels, 6, 6], in: 0...1, from: &source)
      let result = try FGSM(epsilon: 8 / 255).attack(network, images)
      #expect(result.pictures.count == (channels == 3 ? 2 : 0))
      #expect((result.certificate.eightBit == nil) == (channels == 5))
      for (image, picture) in result.pictures.enumerated() {
        let error =
          zip(picture.tensor.scalars, result.adversarial.element(image).scalars)
          .map { abs($0 - $1) }.max() ?? 1
        #expect(error <= 1 / 255 + 1e-6)
      }
    }
  }

  @Test func `Rounding goes back towards the original where the ball is full`() {
    // Offsets of 0.5 everywhere: nearest gives 1 each, an L2 norm of 4 > 2.6; whole steps that fit are 6 of 16.
    let original = [Float](repeating: 100 / 255, count: 16)
    let changed = original.map { $0 + 0.5001 / 255 }
    let (levels, start) = EightBitLattice.levels(
      of: changed[...], around: original[...], norm: .l2, radius: 2.6 / 255)
    #expect(start.allSatisfy { $0 == 100 })
    #expect(levels.count { $0 == 101 } == 6 && levels.count { $0 == 100 } == 10)
  }
}
