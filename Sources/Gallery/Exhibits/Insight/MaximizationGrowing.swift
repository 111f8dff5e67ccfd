import Fovea

/// A maximised picture as it comes about, as a moving picture.
struct MaximizationGrowing: Exhibit {
  let name = "maximization-growing"
  let title = "A picture of a class grows out of grey"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Gradient ascent on the pixels for the class flamingo of EfficientNet-Lite0, without regularisers and with total variation, \
    blur and robustness to transforms, from one grey start, frame by frame. Without them the logit shoots up within a few steps, \
    and all that grows is rough noise; with them it climbs slowly, the picture stays smoother, and a head and a neck come out.
    """

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try ImageNetMaximization.network(studio)
    let steps = studio.effort.part(of: 160, least: 12)
    let moments = (1...12).map { $0 * steps / 12 } + [1, 2, 4].filter { $0 < steps / 12 }
    var settings = ImageNetMaximization.calm(.class(ImageNetMaximization.flamingo), steps: steps)
    settings.snapshots = moments.sorted()
    let bare = try settings.bare.run(on: network, seeds: [studio.seed])[0]
    let calm = try settings.run(on: network, seeds: [studio.seed])[0]
    let frames = zip(bare.snapshots, calm.snapshots).map { pair in
      Self.frame(
        step: pair.0.step, steps: steps, [(bare, pair.0.image), (calm, pair.1.image)],
        caption: "EfficientNet-Lite0, class \(network.className(ImageNetMaximization.flamingo)), "
          + "seed \(studio.seed).")
    }
    return [
      ExhibitFigure(
        name, frames[frames.count - 1],
        facts: [
          .count("frames", frames.count),
          Fact("logit at the start", Double(calm.value(after: 0) ?? .nan)),
          Fact("logit at the end, without", Double(bare.value)),
          Fact("logit at the end, with", Double(calm.value)),
          Fact(
            "logit after a twelfth of the steps, without",
            Double(bare.value(after: steps / 12) ?? .nan)),
          Fact(
            "logit after a twelfth of the steps, with",
            Double(calm.value(after: steps / 12) ?? .nan)),
          Fact("total variation at the end, without", bare.image.totalVariation),
          Fact("total variation at the end, with", calm.image.totalVariation),
        ], animation: AnimatedFigure(frames: frames, seconds: 0.5, lastSeconds: 3))
    ]
  }

  private static func frame(
    step: Int, steps: Int, _ pair: [(result: Maximization.Result, image: Tensor)], caption: String
  ) -> ImageGrid {
    ImageGrid(
      title: "A flamingo out of grey: step \(step) of \(steps)",
      tiles: pair.map { entry in
        let logit = entry.result.value(after: step).map { Double($0).short } ?? ""
        return ImageGrid.Tile(image: entry.image, caption: "logit \(logit)")
      }, columns: 2, columnLabels: ["without regularisers", "with all three"], tileSize: 256,
      caption: caption)
  }
}
