import TestSupport
import Foundation
import FoveaCheckpoint
import FoveaEngine
import FoveaImage
import FoveaNetwork
import FoveaTensor
import Testing

/// Networks trained on ImageNet, on the cat that travels with the library.
///
/// The numbers are PyTorch's, on Pillow's pixels. The weights are fetched by `scripts/fetch-models.sh`; without them these tests are reported as skipped.
@Suite(.serialized) struct PretrainedModelTests {
  /// The cat, scaled to 298 × 224 and cut out from column 37.
  private func cat() throws -> Tensor {
    try Photograph.chelsea.image().resized(width: 298, height: 224, method: .bicubic)
      .cropped(x: 37, y: 0, width: 224, height: 224).tensor
  }

  private func answer(_ model: PretrainedModel) throws -> (network: Network, values: Tensor) {
    let network = try model.network()
    let plan = try Plan(network, batch: 1)
    try plan.setInput("input", to: try cat().reshaped(to: [1, 3, 224, 224]))
    try plan.run()
    return (network, plan.value(of: network.outputs[0]))
  }

  @Test(
    .enabled(
      if: PretrainedModel.efficientNetLite0.isThere(),
      "the weights are not there: scripts/fetch-models.sh efficientnet_lite0 fetches them"))
  func efficientNetSeesAnEgyptianCat() throws {
    try check(
      .efficientNetLite0,
      [(285, "Egyptian cat", 0.446), (282, "tiger cat", 0.301), (281, "tabby", 0.164)])
  }

  @Test(
    .enabled(
      if: PretrainedModel.mobileNetV2.isThere(),
      "the weights are not there: scripts/fetch-models.sh mobilenet_v2 fetches them"))
  func mobileNetSeesAnEgyptianCat() throws {
    try check(
      .mobileNetV2,
      [(285, "Egyptian cat", 0.771), (282, "tiger cat", 0.128), (281, "tabby", 0.096)])
  }

  private func check(_ model: PretrainedModel, _ expected: [(Int, String, Float)]) throws {
    let (network, logits) = try answer(model)
    let top = logits.scalars.max() ?? 0
    let powers = logits.scalars.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    let order = powers.indices.sorted { powers[$0] > powers[$1] }
    #expect(Array(order.prefix(3)) == expected.map(\.0))
    for (label, name, probability) in expected {
      #expect(network.className(label) == name)
      #expect(abs(powers[label] / sum - probability) < 0.01, "\(name)")
    }
  }

  @Test(
    .enabled(
      if: PretrainedModel.vgg16Features.isThere(),
      "the weights are not there: scripts/fetch-models.sh features fetches them"),
    arguments: [
      (PretrainedModel.vgg16Features, 0.50420, 29.3424, 16095),
      (.alexNetFeatures, 1.51809, 22.9624, 4813),
    ])
  func convolutionsAnswerAsPyTorchs(
    model: PretrainedModel, mean: Float, largest: Float, place: Int
  ) throws {
    let values = try answer(model).values
    let top = values.scalars.max() ?? 0
    #expect(abs(values.scalars.reduce(0, +) / Float(values.shape.count) - mean) < 0.01 * mean)
    #expect(abs(top - largest) < 0.01 * largest)
    #expect(values.scalars.firstIndex(of: top) == place)
  }

  @Test func missingWeightsAreToldHowToGet() {
    let line = message { _ = try PretrainedModel.mobileNetV2.network(in: "/nowhere") }
    #expect(
      line.hasPrefix("the weights of mobilenet_v2 are not there: 'make models' fetches fdet-"))
  }
}
