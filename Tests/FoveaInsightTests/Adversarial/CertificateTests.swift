import Fovea
import Foundation
import Testing

@Suite struct CertificateTests {
  @Test func `The numbers are those of the images`() throws {
    let network = try AttackedNetworks.convolutional()
    let images = AttackedNetworks.images(10)
    var labels = try Victim(network).predict(images).map(\.label)
    // Two images are wrong from the start.
    labels[3] = (labels[3] + 1) % 4
    labels[8] = (labels[8] + 1) % 4
    let result = try PGD(epsilon: 8 / 255, steps: 10).attack(network, images, labels: labels)
    let certificate = result.certificate
    #expect(certificate.count == 10 && certificate.rightBefore == 8 && certificate.lostBefore == 2)
    #expect(certificate.cleanAccuracy == 0.8)
    #expect(certificate.fooled == result.samples.count { $0.isFooled })
    #expect(!result.samples[3].isFooled && result.samples[3].wasLost)
    let largest = (0..<10).map {
      distance(result.adversarial.image($0), images.image($0), in: .linf)
    }.max()
    #expect(certificate.largestDistance == largest)
    #expect(certificate.lowest == result.adversarial.scalars.min())
    #expect(certificate.highest == result.adversarial.scalars.max())
    #expect(certificate.eightBit?.count == 10)
  }

  @Test func `It survives JSON`() throws {
    let network = try AttackedNetworks.convolutional()
    let result = try DeepFool().attack(network, AttackedNetworks.images(2))
    let bytes = try JSONEncoder().encode(result.certificate)
    #expect(try JSONDecoder().decode(Certificate.self, from: bytes) == result.certificate)
  }

  @Test func `A picture that was written is taken for the same class when it is read`() throws {
    let network = try AttackedNetworks.convolutional()
    let result = try PGD(epsilon: 16 / 255, steps: 10).attack(network, AttackedNetworks.images(3))
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("fovea-\(UUID().uuidString).png").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let victim = try Victim(network)
    for image in 0..<3 {
      try result.writePicture(image, to: path)
      let file = try PNGFile.read(path)
      let read = try victim.predict(file.image.tensor.reshaped(to: [1, 1, 8, 8]))
      #expect(read[0].label == result.samples[image].afterSaving?.label)
      #expect(file.text.contains { $0.key == "attack" && $0.value.hasPrefix("PGD-10") })
    }
    #expect(attackError { try result.writePicture(0, to: "/no/such/folder/x.png") } != "")
    #expect(!FileManager.default.fileExists(atPath: "/no/such/folder"))
  }

  @Test func `It reads as lines that say what was checked`() throws {
    let network = try AttackedNetworks.linear(
      [[1, 1, 1, 1], [-1, -1, -1, -1]], height: 2, width: 2, bias: [-2, 2])
    let images = Tensor(repeating: 128 / 255, shape: [1, 1, 2, 2])
    let result = try FGSM(epsilon: 8 / 255).attack(network, images, labels: [0])
    #expect(
      result.certificate.description == """
        FGSM, L∞, ε = 8/255, 1 image, cross-entropy
        distance     largest 0.03137 ≤ ε (rounding at most 1.506×10⁻⁷), mean 0.03137
        pixels       0.4706 … 0.4706, all finite, inside 0 … 1
        predictions  1 right before, 0 after; 1 of 1 fooled
        8-bit PNG    saved and read again: 1 of 1 still fooled, 0 right; largest distance 8 ≤ 8 steps of 1/255
        """)
  }
}
