import Fovea

/// Where networks trained on ImageNet see the class that they name.
struct PhotographRelevance: Exhibit {
  let name = "class-activation-maps"
  let title = "Where a network sees what it names"
  let lectures: [Lecture] = [.ramakrishnan, .rafiey]
  let explanation = """
    Three photographs with the class that EfficientNet-Lite0 names, its class activation map (CAM), the same from gradients \
    (Grad-CAM), and as evidence from outside how much the logit falls where a grey square covers the picture. Bright places \
    speak for the class: CAM's mean and a bias are the logit itself, Grad-CAM is CAM above zero up to a factor, and covering \
    confirms the cup and the rocket's tip, while no single square hides the cat, whose face fills the picture.
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
      let camLarge = HeatOverlay.enlarged(cam.map, height: 224, width: 224).scalars
      facts += [
        Fact("\(photograph.rawValue): |mean of CAM + bias − logit|", Double(cam.imbalance)),
        Fact(
          "\(photograph.rawValue): correlation of Grad-CAM with CAM above zero",
          Self.correlation(gradients.map.scalars, cam.map.scalars.map { max(0, $0) })),
        Fact(
          "\(photograph.rawValue): correlation of covering with CAM",
          Self.correlation(covered.map.scalars, camLarge)),
        .share(
          "\(photograph.rawValue): share of CAM above half its largest value", Self.share(cam.map)),
      ]
    }
    let grid = ImageGrid(
      title: "What speaks for a class", tiles: tiles, columns: 4,
      columnLabels: ["photograph and class", "CAM", "Grad-CAM", "fall when covered"], tileSize: 168,
      caption: Photograph.allCases.map(\.credit).joined(separator: "; ")
        + ". 7×7 maps before global average pooling, enlarged "
        + "bilinearly; black is 0 or less, yellow the largest value, which is written below. Squares of \(Self.square.side) pixels in steps of "
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

  /// Pearson's coefficient.
  private static func correlation(_ a: [Float], _ b: [Float]) -> Double {
    func centred(_ values: [Float]) -> [Double] {
      let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
      return values.map { Double($0) - mean }
    }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let (x, y) = (centred(a), centred(b))
    return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
  }
}
