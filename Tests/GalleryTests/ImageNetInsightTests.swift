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
    for photograph in Photograph.allCases.map(\.rawValue) {
      #expect(made["\(photograph): |mean of CAM + bias − logit|"] < 1e-3)
      #expect(made["\(photograph): correlation of Grad-CAM with CAM above zero"] > 0.999)
      #expect(made["\(photograph): correlation of covering with CAM"] > 0)
      #expect(made["\(photograph): share of CAM above half its largest value"] < 0.5)
    }
  }

  @Test(
    "Without regularisers the logit is largest and the picture roughest",
    .enabled(if: isThere(.efficientNetLite0)))
  func regularisers() throws {
    let made = try Sample.figure("imagenet-maximization-regularisers")
    for name in ["total variation", "blur", "all"] {
      #expect(made["\(name): total variation"] < made["none: total variation"])
    }
    #expect(made["all: logit"] < made["none: logit"])
    let growing = try Sample.figure("maximization-growing")
    #expect(growing["logit at the end, with"] > growing["logit at the start"] + 2)
    #expect(growing.animation?.frames.count ?? 0 >= 12)
  }

  @Test("Units reach further by depth", .enabled(if: isThere(.vgg16Features)))
  func depths() throws {
    let made = try Sample.figure("features-by-depth")
    #expect(made["features.2: reach of one unit in pixels"] == 5)
    #expect(made["features.14: reach of one unit in pixels"] == 40)
    #expect(made["features.21: reach of one unit in pixels"] == 92)
    for node in ["features.2", "features.14", "features.21"] {
      #expect(made["\(node): mean answer at the end"] > made["\(node): mean answer at the start"])
    }
  }

  @Test(
    "An attack of two grey steps fools its network; noise of that size and the other network's change do not",
    .enabled(if: isThere(.efficientNetLite0, .mobileNetV2)))
  func adversarial() throws {
    let made = try Sample.figure("imagenet-adversarial")
    for model in ["efficientnet_lite0", "mobilenet_v2"] {
      func share(_ picture: String, _ answer: String) -> Double {
        made["\(picture), as \(model) sees it: \(answer)"]
      }
      #expect(share("against \(model)", "espresso") > 0.5)
      #expect(share("against \(model)", "its first answer") < 0.1)
      #expect(
        share("random noise", "its first answer") > 0.5 * share("photograph", "its first answer"))
      for other in ["efficientnet_lite0", "mobilenet_v2"] where other != model {
        #expect(share("against \(other)", "espresso") < 0.1)
      }
      #expect(made["\(model): largest change of a pixel, × 255"] < 2.001)
    }
  }
}
