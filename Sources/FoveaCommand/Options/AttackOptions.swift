import ArgumentParser
import Fovea

/// How pictures are attacked.
struct AttackOptions: ParsableArguments {
  /// The attacks by name.
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case fgsm, pgd, bim
    case miFgsm = "mi-fgsm"
    case deepfool, noise
  }

  /// The norms by name.
  enum Norm: String, ExpressibleByArgument, CaseIterable {
    case linf, l2, l1
  }

  @Option(help: "fgsm, pgd (random start), bim (none), mi-fgsm (momentum), deepfool or noise.")
  var method = Method.pgd
  @Option(name: .customLong("norm"), help: "How a change is measured: linf, l2 or l1.")
  var normWord = Norm.linf
  @Option(
    name: .customLong("epsilon"), parsing: .unconditional,
    help: "The largest change, of pixels from 0 to 1; one or several, such as 8/255,16/255.",
    transform: RadiusList.init)
  var list = RadiusList(texts: ["8/255"], radii: [8 / 255])
  @Option(parsing: .unconditional, help: "Steps of pgd, bim, mi-fgsm and deepfool.") var steps = 40
  @Option(parsing: .unconditional, help: "The length of a step. (default: 2.5 ε / steps)")
  var stepSize: Float?
  @Option(parsing: .unconditional, help: "Random starts of pgd; the best result is kept.")
  var restarts = 1
  @Option(
    help:
      "The class to be taken for: its name or number, 'least-likely' or 'next'. (default: any other)"
  )
  var targeted: String?

  /// Radii and how they were written.
  struct RadiusList: Sendable {
    var texts: [String]
    var radii: [Float]

    init(texts: [String], radii: [Float]) {
      self.texts = texts
      self.radii = radii
    }

    init(_ text: String) throws {
      radii = try Lists.radii(text)
      texts = text.split(separator: ",").map { $0.filter { $0 != " " } }
    }
  }

  func validate() throws {
    for (name, value) in [("--steps", steps), ("--restarts", restarts)]
    where !(1...1_000_000).contains(value) {
      throw ValidationError("\(name) must be 1 or more, got \(value)")
    }
    if restarts > 1, method != .pgd { throw ValidationError("--restarts belongs to pgd") }
    if let stepSize, !(stepSize > 0 && stepSize.isFinite) {
      throw ValidationError("--step-size must be above 0, got \(stepSize)")
    }
    if method == .deepfool {
      guard norm != .l1 else { throw ValidationError("deepfool knows linf and l2") }
      guard targeted == nil else { throw ValidationError("deepfool has no target") }
    }
  }

  /// How a change is measured.
  var norm: AttackNorm {
    switch normWord {
    case .linf: .linf
    case .l2: .l2
    case .l1: .l1
    }
  }

  /// The radii.
  var radii: [Float] { list.radii }

  /// The radii as parts of file names.
  var radiusTexts: [String] {
    list.texts.map { text in String(text.map { $0 == "/" ? "-" : $0 }) }
  }

  /// An attack for each radius; one where the attack knows none.
  func attacks(seed: UInt64) throws -> [any Attack] {
    guard let attack = try radiusAttack(seed: seed) else {
      return [DeepFool(norm: norm, steps: steps)]
    }
    return radii.map { attack.with(epsilon: $0) }
  }

  /// The attack at the first radius; `nil` for one that looks for the smallest change.
  func radiusAttack(seed: UInt64) throws -> (any RadiusAttack)? {
    let epsilon = radii[0]
    return switch method {
    case .fgsm: FGSM(epsilon: epsilon, norm: norm)
    case .pgd:
      PGD(
        epsilon: epsilon, norm: norm, steps: steps, stepSize: stepSize, restarts: restarts,
        seed: seed)
    case .bim:
      PGD(epsilon: epsilon, norm: norm, steps: steps, stepSize: stepSize, startsRandomly: false)
    case .miFgsm:
      PGD(
        epsilon: epsilon, norm: norm, steps: steps, stepSize: stepSize, startsRandomly: false,
        momentum: 1)
    case .noise: NoiseControl(epsilon: epsilon, norm: norm, seed: seed)
    case .deepfool: nil
    }
  }

  /// What counts as a success.
  ///
  /// - Throws: `FoveaError` where there is no such class.
  func goal(classNames: [String], classes: Int) throws(FoveaError) -> AttackGoal {
    switch targeted {
    case nil: return .anyOther
    case "least-likely": return .leastLikely
    case "next": return .nextClass
    case .some(let name):
      if let label = classNames.firstIndex(of: name) { return .toClass(label) }
      guard let label = Int(name) else {
        throw FoveaError.unknown(
          "class", name,
          known: classNames.isEmpty ? (0..<classes).map(String.init) : classNames)
      }
      guard (0..<classes).contains(label) else {
        throw FoveaError("there are the classes 0 to \(classes - 1), not \(label)")
      }
      return .toClass(label)
    }
  }
}
