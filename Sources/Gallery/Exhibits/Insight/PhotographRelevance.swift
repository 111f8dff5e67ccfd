import Fovea

/// Where networks trained on ImageNet see the class that they name.
struct PhotographRelevance: Exhibit {
  let name = "class-activation-maps"
  let title = "Where a network sees what it names"
  let lectures: [Lecture] = [.ramakrishnan, .rafiey]
  let explanation = """
    Three photographs with the class that EfficientNet-Lite0 names, its class activation map (CAM), the same from gradients \
    (Grad-CAM), and as evidence from outside how much the logit falls where a grey square covers the picture. Bright places \
    speak for the class: CAM's mean and a bias are the logit itself and Grad-CAM is CAM above zero up to a factor; covering \
    agrees best on the cup, the rocket's CAM has its peaks on both sides of the rocket, since one place of the map sees far \
    beyond its cell, and no single square hides the cat, whose face fills the picture.
    """

  /// The side of the square that covers, and its steps, in pixels.
  private static let square = (side: 56, stride: 21)

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try studio.pretrained(.efficientNetLite0)
    var tiles: [ImageGrid.Tile] = []
    var facts: [Fact] = []
    for photograph in Photograph.allCases {
      let image = try photograph.imageNetTensor()
      let cam = try ClassActivationMap(in: network, on: image)
      let gradients = try GradCAM(of: cam.label, at: cam.layer, in: network, on: image)
      let covered = try OcclusionMap(
        of: cam.label, in: network, on: image, side: Self.square.side, stride: Self.square.stride)
      let className = network.className(cam.label)
      tiles += [
        ImageGrid.Tile(image: image, caption: "\(className)\nlogit \(Double(cam.logit).short)"),
        Self.tile(cam.map, image), Self.tile(gradients.map, image),
        Self.tile(covered.map, image),
      ]
      let camLarge = HeatOverlay.enlarged(cam.map, height: 224, width: 224)
      facts += [
        Fact("\(photograph.title): |mean of CAM + bias − logit|", Double(cam.imbalance)),
        Fact(
          "\(photograph.title): correlation of Grad-CAM with CAM above zero",
          gradients.map.correlation(with: cam.map.map { max(0, $0) })),
        Fact(
          "\(photograph.title): correlation of covering with CAM",
          covered.map.correlation(with: camLarge)),
        .share(
          "\(photograph.title): share of CAM above half its largest value", Self.share(cam.map)),
      ]
      if photograph == .rocket {
        facts.append(Fact("rocket: CAM at the rocket over CAM beside it", Self.middle(cam.map)))
      }
    }
    let grid = ImageGrid(
      title: "What speaks for a class", tiles: tiles, columns: 4,
      columnLabels: [
        "photograph and class", "CAM: its mean and a bias are the logit",
        "Grad-CAM: CAM above 0, a 49th", "fall of the logit when covered",
      ], tileSize: 168,
      caption: Photograph.allCases.map(\.credit).joined(separator: "; ")
        + ". 7×7 maps before global average pooling, enlarged "
        + "bilinearly; black is 0 or less (when covered: no fall, or a rise), yellow the largest value, which is written below. Squares of \(Self.square.side) pixels in steps of "
        + "\(Self.square.stride). CAM: Zhou et al. 2016; Grad-CAM: Selvaraju et al. 2017; covering: Zeiler & Fergus 2014."
    )
    return [ExhibitFigure(name, grid, facts: facts)]
  }

  private static func tile(_ map: Tensor, _ image: Tensor) -> ImageGrid.Tile {
    let largest = max(Double(map.scalars.max() ?? 0), 1e-9)
    return ImageGrid.Tile(
      image: HeatOverlay.picture(map, on: image, scale: ColorScale(range: 0...largest)),
      caption: "up to \(largest.short)")
  }

  private static func share(_ map: Tensor) -> Double {
    let limit = (map.scalars.max() ?? 0) / 2
    return Double(map.scalars.count { $0 > limit }) / Double(map.shape.count)
  }

  /// How CAM at the rocket, in the middle of the picture, compares with CAM beside it: the largest value of the middle column
  /// over the mean of its neighbours' largest values.
  private static func middle(_ map: Tensor) -> Double {
    let columns = map.shape[1]
    let tops = (0..<columns).map { column in
      (0..<map.shape[0]).map { Double(map[$0, column]) }.max() ?? .nan
    }
    return tops[columns / 2] / ((tops[columns / 2 - 1] + tops[columns / 2 + 1]) / 2)
  }
}
