public import FoveaDrawing
public import FoveaTensor

/// The accuracy of a network against the size of changes to its images: one line for each attack and control.
public struct RobustnessCurve: ComposedFigure, Codable {
  /// One attack over all radii.
  public struct Line: Sendable, Hashable, Codable {
    /// The attack's name.
    public let name: String
    /// The norm of the attack's ball.
    public let norm: AttackNorm
    /// Whether it is random noise and no attack.
    public let isControl: Bool
    /// The share of images that the network takes for their label, at each radius.
    public let accuracies: [Float]
    /// The largest distance that was measured, at each radius.
    public let largestDistances: [Double]
  }

  /// The title of the drawing.
  public var title = "Accuracy under attack"
  /// The radii, from small to large.
  public let epsilons: [Float]
  /// The lines in the order of the attacks.
  public let lines: [Line]
  /// The share of images that the network takes for their label before anything is changed.
  public let cleanAccuracy: Float
  /// The number of images.
  public let images: Int
  /// The number of classes.
  public let classes: Int
  /// Signs that a failure of an attack would say little.
  public let redFlags: [RedFlag]

  /// Attacks images at many radii with the same plans.
  ///
  /// Every result is checked as `attack` does. Radius 0 is always the first point: the clean images.
  ///
  /// - Parameters:
  ///   - attacks: each is tried at each radius.
  ///   - epsilons: the radii, in any order.
  ///   - onProgress: hears the number of attacks done and in all.
  /// - Throws: `FoveaError` where there is no attack, a radius is below 0, norms differ, or an attack fails.
  public init(
    of victim: Victim, _ images: Tensor, labels: [Int], attacks: [any RadiusAttack],
    epsilons: [Float], onProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(FoveaError) {
    guard let first = attacks.first else {
      throw FoveaError("a robustness curve needs an attack")
    }
    if let other = attacks.first(where: { $0.norm != first.norm }) {
      throw FoveaError(
        "one axis cannot show \(first.norm.symbol) and \(other.norm.symbol): "
          + "draw a curve for each norm")
    }
    if let wrong = epsilons.first(where: { !($0 >= 0 && $0.isFinite) }) {
      throw FoveaError("a radius must be 0 or more and finite, got \(wrong)")
    }
    let radii = Set(epsilons + [0]).sorted()
    let clean = try NoiseControl(epsilon: 0, norm: first.norm)
      .measured(victim, images, labels: labels)
    var lines: [Line] = []
    var flags: [RedFlag] = []
    for (index, attack) in attacks.enumerated() {
      var accuracies = [clean.adversarialAccuracy]
      var distances = [clean.largestDistance]
      for (step, epsilon) in radii.dropFirst().enumerated() {
        let certificate = try attack.with(epsilon: epsilon)
          .measured(victim, images, labels: labels)
        accuracies.append(certificate.adversarialAccuracy)
        distances.append(certificate.largestDistance)
        for flag in certificate.redFlags where !flags.contains(flag) { flags.append(flag) }
        onProgress(index * (radii.count - 1) + step + 1, attacks.count * (radii.count - 1))
      }
      lines.append(
        Line(
          name: attack.name, norm: attack.norm, isControl: attack is NoiseControl,
          accuracies: accuracies, largestDistances: distances))
    }
    self.epsilons = radii
    self.lines = lines
    cleanAccuracy = clean.adversarialAccuracy
    self.images = labels.count
    classes = victim.classes
    redFlags = flags
  }

  /// The accuracy under an attack at the radius nearest to `epsilon`.
  ///
  /// - Throws: `FoveaError` with the names of the lines where there is none of that name.
  public func accuracy(of name: String, at epsilon: Float) throws(FoveaError) -> Float {
    guard let line = lines.first(where: { $0.name == name }) else {
      throw FoveaError.unknown("attack", name, known: lines.map(\.name))
    }
    var nearest = 0
    for index in epsilons.indices
    where abs(epsilons[index] - epsilon) < abs(epsilons[nearest] - epsilon) { nearest = index }
    return line.accuracies[nearest]
  }
}

extension RobustnessCurve {
  /// What is drawn: a line for each attack, dashed for noise, and a mark where guessing would be.
  public var figure: any Figure {
    let norm = lines.first?.norm ?? .linf
    var series: [Series] = []
    for line in lines {
      series.append(
        Series(
          name: line.name, x: epsilons.map(Double.init), y: line.accuracies.map(Double.init),
          isDashed: line.isControl, showsPoints: true))
    }
    let flags = redFlags.map { " Red flag: \($0)." }.joined()
    return LineChart(
      title: title, xLabel: "ε (\(norm.symbol), pixels from 0 to 1)",
      yLabel: "accuracy", yRange: 0...1, series: series,
      marks: [.horizontal(1 / Double(classes), "guessing")],
      caption: "\(images) images, clean accuracy \(Double(cleanAccuracy).short). "
        + "Every result was checked to lie in its ball and in the bounds." + flags)
  }
}

extension Attack {
  /// Attacks and checks, without pictures.
  fileprivate func measured(
    _ victim: Victim, _ images: Tensor, labels: [Int]
  ) throws(FoveaError) -> Certificate {
    var campaign = try AttackCampaign(
      self, victim, images: images, labels: labels, goal: .anyOther, mask: nil)
    try campaign.run { _, _ in }
    return try campaign.examples(savesPictures: false).certificate
  }
}
