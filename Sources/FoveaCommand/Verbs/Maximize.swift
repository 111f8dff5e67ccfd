import ArgumentParser
import Fovea

/// Images that make units, channels or classes as active as possible.
struct Maximize: Verb {
  static let configuration = CommandConfiguration(
    commandName: "maximize",
    abstract: "Finds images that excite units, channels or classes most.",
    discussion: """
      Objectives: 'conv3:12' (channel 12), 'conv3:12:4,5' (one neuron), 'logits[3]', 'class:3', and sums with factors \
      such as 'conv3:12 - 0.1*conv3:7'. Gradient ascent on the pixels, from each seed.

      Example:
        fovea maximize m.onnx --objective class:3 --objective conv3:12 --seeds 0,1,2 -o best.png
      """)

  @OptionGroup var source: ModelArgument
  @Option(help: "What is to become large; may be given several times.") var objective: [String] = []
  @Option(parsing: .unconditional, help: "Steps of the ascent.")
  var steps = 256
  @Option(
    parsing: .unconditional,
    help: "The step in pixel units (0 to 1): Adam's, or with --bands its root mean square.")
  var rate: Float = 0.02
  @Option(parsing: .unconditional, help: "Weight of the mean squared distance from the ground.")
  var l2: Float = 0.5
  @Option(parsing: .unconditional, help: "Weight of the total variation.")
  var tv: Float = 0.5
  @Option(
    parsing: .unconditional, help: "Deviation in pixels of a blur every few steps; 0 for none.")
  var blur: Float = 0
  @Option(parsing: .unconditional, help: "Steps between blurs.") var blurEvery = 8
  @Option(
    parsing: .unconditional,
    help: "Share of the distance from the ground that is taken away after each step.")
  var decay: Float = 0
  @Option(
    parsing: .unconditional,
    help: "What the pixels start around and are pulled to: 0 for black, 0.5 for mid-grey.")
  var ground: Float = 0.5
  @Option(
    help: """
      Blurs, in pixels, that part the gradient into octaves which climb alike, such as 0.7,1.4,2.8; without, Adam climbs \
      the gradient as it is.
      """, transform: Lists.radii)
  var bands: [Float] = []
  @Option(parsing: .unconditional, help: "Largest random shift in pixels.")
  var jitter: Float = 0
  @Option(parsing: .unconditional, help: "Largest random change of size: 0.05 for 95 % to 105 %.")
  var scale: Float = 0
  @Option(parsing: .unconditional, help: "Largest random rotation in degrees.")
  var rotate: Float = 0
  @Option(help: "Starting points, one image each. (default: --seed)", transform: Lists.seeds)
  var seeds: [UInt64]?
  @Option(
    help: "Steps after which the image is kept; they are drawn to a second picture.",
    transform: Lists.counts)
  var snapshots: [Int] = []
  @OptionGroup var target: OutputOption
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    guard !objective.isEmpty else {
      throw ValidationError("give an --objective, such as class:3 or conv1:0")
    }
    guard (1...1_000_000).contains(steps) else {
      throw ValidationError("--steps must be 1 to 1000000, got \(steps)")
    }
    guard rate > 0, rate.isFinite else {
      throw ValidationError("--rate must be above 0, got \(rate)")
    }
    for (name, value) in [
      ("l2", l2), ("tv", tv), ("blur", blur), ("jitter", jitter), ("rotate", rotate),
      ("decay", decay), ("ground", ground),
    ] where !(value >= 0 && value.isFinite) {
      throw ValidationError("--\(name) must be 0 or more, got \(value)")
    }
    guard blur <= 1000 else { throw ValidationError("--blur must be at most 1000, got \(blur)") }
    guard decay <= 1, ground <= 1 else {
      throw ValidationError("--decay and --ground must be at most 1, got \(decay) and \(ground)")
    }
    guard blurEvery > 0 else {
      throw ValidationError("--blur-every must be above 0, got \(blurEvery)")
    }
    guard zip([0] + bands, bands).allSatisfy({ $0 < $1 }), (bands.last ?? 0) <= 1000 else {
      throw ValidationError("--bands must grow from above 0 to at most 1000, such as 0.7,1.4,2.8")
    }
    guard scale >= 0, scale < 1 else {
      throw ValidationError("--scale must be 0 or more and below 1, got \(scale)")
    }
    if let late = snapshots.first(where: { $0 > steps }) {
      throw ValidationError("there is no step \(late) to keep: there are \(steps)")
    }
  }

  struct Reached: Encodable {
    let objective: String
    let seed: UInt64
    let start: Float
    let end: Float
  }

  func perform() throws -> Written<[Reached]> {
    let path = try target.path(or: "best.png")
    let network = try source.network(seed: general.seed)
    let objectives = try objective.map { text in try Objective(parsing: text) }
    // Names are looked up before the first ascent begins.
    for objective in objectives { _ = try network.attaching(objective) }
    let seeds = seeds ?? [general.seed]
    let rows = try ascend(network, objectives, seeds)
    let caption = "\(settingsText). Below each image the objective's value."
    var files = [path]
    let settings = [
      ("verb", "maximize"), ("model", source.model),
      ("objectives", objective.joined(separator: "; ")), ("settings", caption),
      ("seeds", seeds.map(String.init).joined(separator: ",")),
    ]
    try MaximizationSheet(rows: rows, caption: caption).write(to: path, settings: settings)
    if !snapshots.isEmpty {
      let second = path.insertingBeforeExtension("-snapshots")
      try FigureGrid(
        panels: rows.map { MaximizationSheet(snapshots: $0.results[0], name: $0.name) }, columns: 1,
        hasLetters: rows.count > 1
      ).write(to: second, settings: settings)
      files.append(second)
    }
    let reached = rows.flatMap { row in
      row.results.map { result in
        Reached(
          objective: row.name, seed: result.seed, start: result.value(after: 0) ?? .nan,
          end: result.value)
      }
    }
    return Written(
      files, facts: reached,
      lines: reached.map { "\($0.objective), seed \($0.seed): \($0.start) → \($0.end)" })
  }

  /// The settings that do something.
  private var settingsText: String {
    let penalties: [(String, Float, String)] = [
      ("L2", l2, ""), ("decay", decay, ""), ("total variation", tv, ""),
      ("blur every \(blurEvery) steps", blur, " px"),
      ("jitter ±", jitter, " px"),
      ("scale ±", 100 * scale, " %"), ("rotation ±", rotate, "°"),
    ]
    let parts = penalties.filter { $0.1 > 0 }.map { name, value, unit in
      name + (name.hasSuffix("±") ? "" : " ") + Double(value).short(3) + unit
    }
    let octaves = bands.map { Double($0).short }.joined(separator: " ")
    let ways = bands.isEmpty ? [] : ["octaves \(octaves) px"]
    let climb = "\(steps) steps of \(rate) from \(Double(ground).short)"
    return ([climb] + ways + parts).joined(separator: ", ")
  }

  private func ascend(
    _ network: Network, _ objectives: [Objective], _ seeds: [UInt64]
  ) throws -> [(name: String, results: [Maximization.Result])] {
    let progress = Progress(
      "ascent", total: objectives.count * seeds.count * steps, unit: "steps")
    return try objectives.enumerated().map { index, objective in
      let maximization = Maximization(
        objective, steps: steps, learningRate: rate, l2: l2, decay: decay, totalVariation: tv,
        blur: blur, blurEvery: blurEvery,
        transform: ImageTransform(
          jitter: jitter, scale: 1 - scale...1 + scale, rotation: rotate),
        bands: bands, ground: ground, snapshots: snapshots)
      let before = index * seeds.count * steps
      let results = try maximization.run(on: network, seeds: seeds) {
        progress.update(before + $0, objective.name)
      }
      return (objective.name, results)
    }
  }
}
