import Fovea
import Gallery
import Testing

/// What the exhibits on ImageNet's networks show, where the weights are there.
@Suite("Looking inside ImageNet's networks")
struct ImageNetInsightTests {
  private static func isThere(_ models: PretrainedModel...) -> Bool {
    models.allSatisfy { $0.isThere() }
  }

  @Test(
    "CAM's mean and a bias are the logit, Grad-CAM is CAM, and covering agrees",
    .enabled(if: isThere(.efficientNetLite0)))
  func classActivation() throws {
    let made = try Sample.figure("class-activation-maps")
    for photograph in Photograph.allCases.map(\.title) {
      #expect(made["\(photograph): |mean of CAM + bias − logit|"] < 1e-3)
      #expect(made["\(photograph): correlation of Grad-CAM with CAM above zero"] > 0.999)
      #expect(made["\(photograph): correlation of covering with CAM"] > 0)
      #expect(made["\(photograph): share of CAM above half its largest value"] < 0.5)
    }
    for other in ["cat", "rocket"] {
      #expect(
        made["coffee: correlation of covering with CAM"]
          > made["\(other): correlation of covering with CAM"])
    }
    #expect(made["rocket: CAM at the rocket over CAM beside it"] < 1)
  }

  @Test(
    "Without regularisers the logit is largest and the picture roughest",
    .enabled(if: isThere(.efficientNetLite0)))
  func regularisers() throws {
    let made = try Sample.figure("imagenet-maximization-regularisers")
    for name in ["total variation", "blur", "all three"] {
      #expect(made["\(name): total variation"] < made["none: total variation"])
    }
    #expect(made["none: probability of flamingo"] > 0.5)
    #expect(made["all three: logit"] < made["none: logit"])
    #expect(made["robust to transforms: logit"] < 0.5 * made["none: logit"])
    func coarse(_ name: String) -> Double {
      made["\(name): share of the contrast that is coarser than 8 pixels"]
    }
    #expect(coarse("octaves alike, decay, robust") > 2 * coarse("none"))
    let growing = try Sample.figure("maximization-growing")
    #expect(growing["logit at the end, with"] > growing["logit at the start"] + 2)
    #expect(
      growing["total variation at the end, with"] < growing["total variation at the end, without"])
    #expect(growing.animation?.frames.count ?? 0 >= 12)
  }

  @Test("Units reach further by depth", .enabled(if: isThere(.vgg16Features)))
  func depths() throws {
    let made = try Sample.figure("features-by-depth")
    let depths = ["convolution 2: edges", "convolution 7: textures", "convolution 10: patterns"]
    #expect(depths.map { made["\($0): reach of one unit in pixels"] } == [5, 40, 92])
    for depth in depths {
      #expect(
        made["\(depth): mean answer at the end"] > made["\(depth): mean answer at the start"])
    }
  }

  @Test(
    "An attack of two grey steps fools its network; noise of that size and the other network's change do not",
    .enabled(if: isThere(.efficientNetLite0, .mobileNetV2)))
  func adversarial() throws {
    let made = try Sample.figure("imagenet-adversarial")
    #expect(made["networks whose answer the noise leaves"] == 2)
    for model in ["EfficientNet-Lite0", "MobileNetV2"] {
      func share(_ picture: String, _ answer: String) -> Double {
        made["\(picture), as \(model) sees it: \(answer)"]
      }
      #expect(share("against \(model)", "espresso") > 0.5)
      #expect(share("against \(model)", "the photograph's class") < 0.1)
      #expect(
        share("random noise", "the photograph's class") > 0.5
          * share("photograph", "the photograph's class"))
      for other in ["EfficientNet-Lite0", "MobileNetV2"] where other != model {
        #expect(share("against \(other)", "espresso") < 0.1)
      }
      #expect(made["\(model): largest change of a pixel, × 255"] < 2.001)
    }
  }
}
