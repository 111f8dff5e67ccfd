import Fovea
import Testing

/// Maps of relevance on networks small enough to know the answer.
@Suite struct AttributionTests {
  /// Two convolutions, global average pooling, one linear layer.
  private static func pooled() throws -> Network {
    try Network(input: .image(channels: 2, height: 12, width: 16), seed: 5) {
      Conv2D("a", filters: 6, kernel: 3, stride: 2, padding: .same)
      ReLU("a.relu")
      Conv2D("b", filters: 5, kernel: 3, padding: .same)
      ReLU("b.relu")
      GlobalAveragePool("pool")
      Dropout("drop", 0.3)
      Dense("logits", 4)
    }
  }

  private static func image() -> Tensor {
    var source = RandomSource(seed: 9)
    return .uniform([2, 12, 16], in: 0...1, from: &source)
  }

  @Test("The mean of a class activation map and the bias make the logit", arguments: 0..<4)
  func balance(label: Int) throws {
    var network = try Self.pooled()
    network.setWeights(
      Tensor([0.5, -1, 2, 0.25]), at: try network.parameterPosition("logits.bias"))
    let map = try ClassActivationMap(of: label, in: network, on: Self.image())
    #expect(map.map.shape == [6, 8])
    #expect(map.layer == "b.relu" && map.label == label)
    #expect(map.bias == [0.5, -1, 2, 0.25][label])
    #expect(map.imbalance < 1e-5)
  }

  @Test("Without a class, the one with the largest logit")
  func largest() throws {
    let network = try Self.pooled()
    let logits = try network.answer(to: .stacking([Self.image()])).scalars
    let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
    #expect(try ClassActivationMap(in: network, on: Self.image()).label == best)
    #expect(try GradCAM(in: network, on: Self.image()).label == best)
  }

  @Test("Before global average pooling, Grad-CAM is CAM above zero over the number of places")
  func agreement() throws {
    let network = try Self.pooled()
    for label in 0..<4 {
      let cam = try ClassActivationMap(of: label, in: network, on: Self.image())
      let gradients = try GradCAM(of: label, in: network, on: Self.image())
      #expect(gradients.layer == cam.layer)
      for (a, b) in zip(gradients.map.scalars, cam.map.scalars) {
        #expect(abs(a - max(0, b) / 48) < 1e-6)
      }
    }
  }

  @Test("Grad-CAM looks at earlier layers, and at networks without pooling")
  func earlier() throws {
    let network = try Self.pooled()
    let early = try GradCAM(of: 1, at: "a.relu", in: network, on: Self.image())
    #expect(early.weights.count == 6 && early.map.shape == [6, 8])
    #expect(early.map.scalars.allSatisfy { $0 >= 0 })
    let flat = try Network(input: .image(channels: 2, height: 12, width: 16), seed: 5) {
      Conv2D("a", filters: 3, kernel: 3)
      Flatten()
      Dense("logits", 4)
    }
    #expect(try GradCAM(of: 0, in: flat, on: Self.image()).map.shape == [10, 14])
    let message = #expect(throws: FoveaError.self) {
      try ClassActivationMap(in: flat, on: Self.image())
    }
    #expect(message?.message.contains("global average pooling") == true)
    #expect(throws: FoveaError.self) { try GradCAM(at: "logits", in: flat, on: Self.image()) }
    #expect(throws: FoveaError.self) {
      try ClassActivationMap(of: 9, in: network, on: Self.image())
    }
  }

  @Test("Covering matters only where the class reads")
  func occlusion() throws {
    // Class 0 is the mean of the upper left pixel's neighbourhood: a filter that passes channel 0, read at one place.
    var network = try Network(input: .image(channels: 1, height: 8, width: 8)) {
      Flatten("flat")
      Dense("logits", 2, bias: false)
    }
    var weight = Tensor.zeros([2, 64])
    weight[0, 9] = 3
    network.setWeights(weight, at: try network.parameterPosition("logits.weight"))
    let white = Tensor(repeating: 1, shape: [1, 8, 8])
    let map = try OcclusionMap(of: 0, in: network, on: white, side: 2, stride: 2)
    #expect(map.logit == 3)
    #expect(map.falls.shape == [4, 4])
    #expect(map.falls[0, 0] == 1.5)
    #expect(map.falls.scalars.dropFirst().allSatisfy { $0 == 0 })
    #expect(map.map[1, 1] == 1.5 && map.map[2, 2] == 0)
    #expect(throws: FoveaError.self) {
      try OcclusionMap(of: 0, in: network, on: white, side: 9, stride: 1)
    }
  }

  @Test("Enlarged maps keep their values at the cells' middles, and overlays their picture")
  func overlay() {
    let map = Tensor(shape: [2, 2], scalars: [0, 1, 2, 3])
    let large = HeatOverlay.enlarged(map, height: 6, width: 6)
    #expect([large[1, 1], large[1, 4], large[4, 1], large[4, 4]] == [0, 1, 2, 3])
    #expect(large[0, 0] == 0 && large[5, 5] == 3)
    let scale = ColorScale(range: 0...3)
    let grey = Tensor(repeating: 0.5, shape: [1, 6, 6])
    let bare = HeatOverlay.picture(map, on: grey, scale: scale, strength: 0)
    #expect(bare.shape == [3, 6, 6])
    #expect(bare.scalars.allSatisfy { abs($0 - 0.5) < 1e-6 })
    let full = HeatOverlay.picture(map, on: grey, scale: scale, colors: .grey, strength: 1)
    #expect(abs(full[0, 5, 5] - 1) < 0.01 && full[0, 0, 0] == 0)
  }

  @Test("A network of convolutions reads pictures of another size as it reads its own")
  func pictureSize() throws {
    let network = try Self.pooled()
    let small = try network.reading(height: 6, width: 8)
    #expect(try small.imageInput().shape == [2, 6, 8])
    #expect(small.weights == network.weights)
    #expect(small.parameters.map(\.name) == network.parameters.map(\.name))
    let back = try small.reading(height: 12, width: 16)
    let batch = Tensor.stacking([Self.image()])
    #expect(try back.answer(to: batch) == network.answer(to: batch))
    let flat = try Network(input: .image(channels: 1, height: 4, width: 4)) {
      Flatten()
      Dense("logits", 2)
    }
    #expect(throws: FoveaError.self) { try flat.reading(height: 6, width: 6) }
  }
}
