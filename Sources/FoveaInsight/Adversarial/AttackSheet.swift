public import FoveaDrawing
public import FoveaTensor

/// Clean images, what an attack changed and what came of it, one below the other, and the images with noise as a control.
///
/// Predictions with their probabilities stand below the images; a red frame means that the network is wrong. Changes are
/// drawn around zero on a scale with a bar. The caption is the certificate in short.
public struct AttackSheet: ComposedFigure {
  /// The largest change of a value that is shown, where the changes' scale ends; 1 where nothing changed.
  public let reach: Double
  /// The positions of the images that are shown.
  public let shown: [Int]

  private let grid: ImageGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  private static let right = Color(0x2E7D32)
  private static let wrong = Color(0xC62828)

  /// Draws some images of an attack, the first eight unless others are named.
  ///
  /// - Parameter control: the same images with noise as large as the attack, such as `NoiseControl` adds; they make a row.
  /// - Throws: `FoveaError` where there is no such image, images are no pictures of one or three channels, or the control is
  ///   of other images.
  public init(
    _ examples: AdversarialExamples, showing positions: [Int]? = nil,
    control: AdversarialExamples? = nil, title: String? = nil
  ) throws(FoveaError) {
    let shape = examples.originals.shape
    guard shape.rank == 4, shape[1] == 1 || shape[1] == 3 else {
      throw FoveaError(
        "an attack sheet needs images [count, 1 or 3 channels, height, width], got \(shape)")
    }
    let shown = positions ?? Array(0..<min(8, shape[0]))
    guard !shown.isEmpty else { throw FoveaError("an attack sheet needs an image") }
    if let missing = shown.first(where: { $0 < 0 || $0 >= shape[0] }) {
      throw FoveaError("there is no image \(missing) among \(shape[0]) attacked ones")
    }
    if let control, control.originals != examples.originals {
      throw FoveaError("the control of an attack sheet must be of the attacked images")
    }
    let changes = examples.perturbation.gathering(shown)
    let largest = changes.scalars.reduce(Float(0)) { max($0, abs($1)) }
    // Nothing changed: any scale shows zero.
    let reach = largest > 0 ? Double(largest) : 1
    self.reach = reach
    self.shown = shown
    let isWide = shape[3] > 64
    grid = ImageGrid(
      title: title ?? "What fools the network: \(examples.certificate.headline)",
      tiles: Self.tiles(examples, shown, reach: Float(reach))
        + Self.tiles(ofControl: control, shown, reach: Float(reach)), columns: shown.count,
      rowLabels: ["clean", "change", "adversarial"] + (control == nil ? [] : ["noise instead"]),
      scaling: .shared(ColorScale(.symmetric, range: -reach...reach)),
      unit: shape[1] == 1 ? "change of a pixel" : "change of a colour, grey is none",
      tileSize: isWide ? nil : 84, caption: Self.caption(examples, control: control))
  }

  // MARK: - Tiles

  private static func tiles(
    _ examples: AdversarialExamples, _ shown: [Int], reach: Float
  ) -> [ImageGrid.Tile] {
    let changes = examples.perturbation
    let clean = shown.map { position in
      tile(
        examples, examples.originals, position, examples.samples[position].before, reach: reach,
        note: nil)
    }
    let between = shown.map { position in
      let distance = Double(examples.samples[position].distance).short
      return ImageGrid.Tile(
        image: changes.element(position), caption: "\(examples.norm.symbol) \(distance)")
    }
    let after = shown.map { position in
      tile(
        examples, examples.adversarial, position, examples.samples[position].after, reach: reach,
        note: saved(examples.samples[position]))
    }
    return clean + between + after
  }

  private static func tiles(
    ofControl control: AdversarialExamples?, _ shown: [Int], reach: Float
  ) -> [ImageGrid.Tile] {
    guard let control else { return [] }
    return shown.map { position in
      tile(
        control, control.adversarial, position, control.samples[position].after, reach: reach,
        note: nil)
    }
  }

  private static func tile(
    _ examples: AdversarialExamples, _ images: Tensor, _ position: Int, _ prediction: Prediction,
    reach: Float, note: String?
  ) -> ImageGrid.Tile {
    let isRight = prediction.label == examples.samples[position].label
    let name = examples.className(prediction.label)
    let lines = [name, Self.percent(prediction.confidence)] + (note.map { [$0] } ?? [])
    return ImageGrid.Tile(
      image: onScale(images.element(position), reach: reach),
      caption: lines.joined(separator: "\n"), accent: isRight ? right : wrong)
  }

  /// A picture of 0 … 1 as a colour picture on the scale −reach … reach that it shares with the changes.
  private static func onScale(_ image: Tensor, reach: Float) -> Tensor {
    let scaled = image.map { (2 * $0 - 1) * reach }
    guard image.shape[0] == 1 else { return scaled }
    return Tensor(
      shape: image.shape.replacing(0, with: 3),
      scalars: scaled.scalars + scaled.scalars + scaled.scalars)
  }

  private static func saved(_ sample: AdversarialExamples.Sample) -> String? {
    guard sample.isFooled, let survives = sample.survivesSaving else { return nil }
    return survives ? "survives PNG" : "lost in PNG"
  }

  private static func percent(_ share: Float) -> String {
    // 100 % is for certainty: 0.9996 is shown as it is.
    let percent = 100 * Double(share)
    return percent > 99.9 && share < 1 ? ">99.9 %" : "\(percent.short) %"
  }

  // MARK: - Caption

  private static func caption(
    _ examples: AdversarialExamples, control: AdversarialExamples?
  ) -> String {
    let certificate = examples.certificate
    var parts = [
      ([certificate.attack] + certificate.details).joined(separator: ", ") + ".",
      "Largest \(certificate.norm.symbol) distance \(certificate.largestDistance.short(4))"
        + (certificate.epsilon.map { " of ε = \(Double($0).short(4)) allowed" } ?? "")
        + ", pixels checked to lie in \(Double(certificate.bounds.lowerBound).short) … "
        + "\(Double(certificate.bounds.upperBound).short).",
      "Fooled: \(certificate.fooled) of \(certificate.count - certificate.lostBefore)"
        + " images that were right before.",
    ]
    if let report = certificate.eightBit {
      parts.append(
        "Written as 8-bit PNG and read again, \(report.survivors) of \(report.fooled) still fool.")
    }
    if let control {
      parts.append(
        "Last row: \(control.attack), largest \(control.norm.symbol) distance "
          + "\(control.certificate.largestDistance.short(4)); it turns "
          + "\(control.certificate.fooled) of them.")
    }
    parts.append("Green frame: right, red: wrong.")
    parts += certificate.redFlags.map { "Red flag: \($0)." }
    return parts.joined(separator: " ")
  }
}
