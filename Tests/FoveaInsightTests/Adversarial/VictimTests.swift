import Fovea
import Testing

@Suite struct VictimTests {
  @Test func `Networks that cannot be attacked are refused with the reason`() throws {
    let spatial = try Network(input: .image(channels: 1, height: 8, width: 8)) {
      Conv2D(filters: 2, kernel: 3)
    }
    #expect(attackError { _ = try Victim(spatial) }.contains("[batch, classes]"))
    let double = try Network { graph in
      let a = try graph.input("a", .vector(3))
      let b = try graph.input("b", .vector(3))
      graph.output(try graph.add(Arithmetic(.add), to: [a, b]))
    }
    #expect(attackError { _ = try Victim(double) }.contains("a, b"))
    #expect(
      attackError { _ = try Victim(try AttackedNetworks.convolutional(), batchSize: 0) }
        .contains("batch size"))
  }

  @Test func `Images and labels that do not fit are errors`() throws {
    let network = try AttackedNetworks.convolutional()
    let images = AttackedNetworks.images(3)
    let attack = FGSM(epsilon: 0.1)
    func error(_ images: Tensor, _ labels: [Int]? = nil, mask: Tensor? = nil) -> String {
      attackError { _ = try attack.attack(network, images, labels: labels, mask: mask) }
    }
    #expect(error(AttackedNetworks.images(3, height: 7)).contains("[3, 1, 7, 8]"))
    #expect(error(.zeros([0, 1, 8, 8])).contains("no images"))
    #expect(error(images, [0, 1]).contains("2 labels for 3 images"))
    #expect(error(images, [0, 1, 4]).contains("image 2"))
    #expect(error(images, [0, -1, 3]).contains("image 1"))
    #expect(error(images.map { $0 * 255 }).contains("normalisation"))
    var broken = images
    broken.scalars[7] = .nan
    #expect(error(broken).contains("not finite"))
    #expect(error(images, mask: .zeros([7, 8])).contains("does not repeat"))
    #expect(error(images, mask: Tensor(repeating: 0.5, shape: [8, 8])).contains("mask holds"))
    // Rounding is no error: −2.98e−08 has been seen in the wild.
    var rounded = images
    rounded.scalars[0] = -2.98e-8
    rounded.scalars[1] = 1.000_000_1
    #expect(error(rounded) == "")
  }

  @Test func `Predictions do not depend on the batch size`() throws {
    let network = try AttackedNetworks.convolutional()
    let images = AttackedNetworks.images(7)
    let whole = try Victim(network).predict(images)
    let parts = try Victim(network, batchSize: 3).predict(images)
    for (a, b) in zip(whole, parts) {
      #expect(zip(a.logits, b.logits).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    let sum = (0..<4).reduce(0) { $0 + whole[0].probability(of: $1) }
    #expect(abs(sum - 1) < 1e-6)
  }

  @Test func `A parameter store that training changes is followed`() throws {
    let network = try AttackedNetworks.convolutional()
    let images = AttackedNetworks.images(2)
    let store = ParameterStore(network)
    let victim = try Victim(network, parameters: store)
    let before = try victim.predict(images)
    unsafe store.withTrainableValues { values in
      for index in values.indices { unsafe values[index] *= 2 }
    }
    #expect(try victim.predict(images) != before)
  }
}
