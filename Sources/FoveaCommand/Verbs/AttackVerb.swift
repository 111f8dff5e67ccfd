import ArgumentParser
import Fovea

/// Changes to pictures that fool a network.
struct AttackVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "attack",
    abstract: "Changes pictures by very little so that a network takes them for something else.",
    discussion: """
      Written are a sheet of clean picture, change and changed picture for each radius, the accuracy against the radius \
      with random noise of the same size beside it (NAME-curve), and the changed pictures as 8-bit PNG files (in the \
      folder NAME-pictures), read again and classified again. The certificate says what was checked.

      Examples:
        fovea attack m.onnx --data /usr/share/datasets/fashion-mnist --method pgd \\
          --epsilon 8/255,16/255 --count 64 -o adv.png
        fovea attack m.onnx shoe.png --method fgsm --epsilon 0.1 --targeted Bag
      """)

  @OptionGroup var source: ModelArgument
  @OptionGroup var picture: PictureOptions
  @Option(parsing: .unconditional, help: "How many pictures of the set, from --index on.")
  var count = 64
  @OptionGroup(title: "Attack") var method: AttackOptions
  @OptionGroup var target: OutputOption
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    guard (1...100_000).contains(count) else {
      throw ValidationError("--count must be 1 to 100000, got \(count)")
    }
  }

  func perform() throws -> AttackReport {
    let path = try target.path(or: "adv.png")
    let folder = path.removingExtension + "-pictures"
    let curvePath = path.insertingBeforeExtension("-curve")
    let network = try source.network(seed: general.seed)
    let input = try network.imageInput()
    let victim = try Victim(network, batchSize: min(128, picture.data == nil ? 1 : count))
    let attacks = try method.attacks(seed: general.seed)
    for attack in attacks { try attack.validate() }
    let pictures = try picture.pictures(for: input.shape, count: count)
    let names = pictures.classNames.isEmpty ? network.classNames : pictures.classNames
    let goal = try method.goal(classNames: names, classes: victim.classes)
    try Writable.check(curvePath)
    try Writable.makeFolder(folder)
    let writer = AttackWriter(
      path: path, folder: folder, model: source.model, pictures: pictures, seed: general.seed)
    let progress = Progress(
      "attack", total: attacks.count * pictures.images.shape[0], unit: "pictures")
    var results: [AttackReport.Radius] = []
    var files: [String] = []
    for (index, attack) in attacks.enumerated() {
      var examples = try attack.attack(
        victim, pictures.images, labels: pictures.labels, goal: goal
      ) { done, total in
        progress.update(index * total + done, attack.name)
      }
      examples.classNames = names
      let suffix = attacks.count > 1 ? "-\(method.radiusTexts[index])" : ""
      let written = try writer.write(examples, suffix: suffix)
      results.append(AttackReport.Radius(examples, onDisk: written.survivors))
      files += written.files
    }
    let curve = try curve(victim, pictures)
    try curve?.write(to: curvePath, settings: writer.settings)
    return AttackReport(
      radii: results, curve: curve, files: files + (curve == nil ? [] : [curvePath]))
  }

  /// Accuracy against the radius, where there is a radius and more than one picture.
  private func curve(
    _ victim: Victim, _ pictures: PictureOptions.Pictures
  ) throws -> RobustnessCurve? {
    guard let attack = try method.radiusAttack(seed: general.seed), let labels = pictures.labels,
      labels.count > 1
    else { return nil }
    let largest = method.radii.max() ?? 0
    // A curve needs points: where few radii were asked for, the steps up to the largest are added.
    let steps = method.radii.count < 4 ? (1...4).map { largest * Float($0) / 4 } : []
    let progress = Progress("curve", total: 2 * (Set(method.radii + steps).count), unit: "attacks")
    return try RobustnessCurve(
      of: victim, pictures.images, labels: labels,
      attacks: [attack, NoiseControl(epsilon: largest, norm: method.norm, seed: general.seed)],
      epsilons: method.radii + steps
    ) { done, _ in progress.update(done) }
  }
}
