import Fovea

/// Test pictures to which channels of the last convolution answer most.
struct ExcitingPictures: Exhibit {
  let name = "exciting-pictures"
  let title = "Pictures that excite a unit most"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    For eight channels of the last convolution, lively ones that answer to different things, the nine test pictures with the \
    largest answer, strongest first, and how large it is; the frame shows what the place that answers sees. What the nine \
    have in common in the frame is what the channel has learnt: often a part of one class, sometimes an edge or a gap that \
    several classes share.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let test = try studio.images(.fashion).test
    let layer = trained.network.weightedLayers.first { $0.layer == "conv3" }?.activation ?? "conv3"
    let lively = try Self.liveliest(32, of: trained.network, at: layer, on: test)
    let candidates = try TopExamples(of: trained.network, at: layer, units: lively, in: test)
    let units = Self.different(8, candidates, test)
    let side = try PatchGeometry(of: trained.network, at: layer).extent[0]
    let found = try TopExamples(
      of: trained.network, at: layer, units: units, in: test, count: 9, framesPatch: true,
      title: "What channels of conv3 answer to most",
      caption:
        "\(trained.summary). Below each picture the channel's largest answer anywhere in it, framed the "
        + "\(side)×\(side) pixels that decide it, as far as they lie in the picture; "
        + "the strongest of \(test.count) test pictures. Seed \(studio.seed).")
    let commonest = found.examples.map { Self.commonest($0, test) }
    let purity = commonest.map { Double($0.count) / 9 }
    let strongest = found.examples.compactMap { $0.first?.activation }.max() ?? .nan
    return [
      ExhibitFigure(
        name, found,
        facts: [
          .count("pictures looked through", found.searched),
          .count("different commonest classes of the channels", Set(commonest.map(\.label)).count),
          .count("pixels along a side of what a place sees", side),
          Fact("strongest answer", Double(strongest)),
          .share(
            "share of the commonest class among a channel's nine, on average",
            purity.reduce(0, +) / Double(max(1, purity.count))),
        ])
    ]
  }

  /// The first channels whose examples have a commonest class of their own, filled up with the first others; in the
  /// channels' order.
  private static func different(_ count: Int, _ found: TopExamples, _ test: ImageSet) -> [Int] {
    var classes: Set<Int> = []
    var chosen: [Int] = []
    for (unit, examples) in zip(found.units, found.examples)
    where classes.insert(commonest(examples, test).label).inserted {
      chosen.append(unit)
    }
    let others = found.units.filter { !chosen.contains($0) }
    return (chosen + others).prefix(count).sorted()
  }

  /// The class that most examples have, the first of them on a tie, and how many have it.
  private static func commonest(
    _ examples: [TopExamples.Example], _ test: ImageSet
  ) -> (label: Int, count: Int) {
    var counts = [Int](repeating: 0, count: test.classNames.count)
    for example in examples { counts[test.label(example.sample)] += 1 }
    let most = counts.max() ?? 0
    return (counts.firstIndex(of: most) ?? 0, most)
  }

  /// The channels whose answers differ most from picture to picture, the liveliest first.
  static func liveliest(
    _ count: Int, of network: Network, at layer: String, on test: ImageSet
  ) throws -> [Int] {
    let values = try network.values(at: [layer], on: test.prefix(256).images)[0]
    let (pictures, channels) = (values.shape[0], values.shape[1])
    let places = values.shape.count / (pictures * channels)
    let spread = (0..<channels).map { channel -> Double in
      let tops = (0..<pictures).map { picture -> Double in
        let start = (picture * channels + channel) * places
        return Double(values.scalars[start..<start + places].max() ?? 0)
      }
      let mean = tops.reduce(0, +) / Double(pictures)
      return tops.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return Array((0..<channels).sorted { (spread[$0], $1) > (spread[$1], $0) }.prefix(count))
  }
}
