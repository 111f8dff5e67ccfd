import Fovea

/// Test pictures to which channels of the last convolution answer most.
struct ExcitingPictures: Exhibit {
  let name = "exciting-pictures"
  let title = "Pictures that excite a unit most"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    For eight channels of the last convolution, the nine test pictures with the largest answer, strongest first, and how \
    large it is. What the nine have in common is what the channel has learnt: a class, a part such as a heel or a sleeve, or \
    a texture that several classes share.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let test = try studio.images(.fashion).test
    let layer = trained.network.weightedLayers.first { $0.layer == "conv3" }?.activation ?? "conv3"
    let units = try Self.liveliest(8, of: trained.network, at: layer, on: test)
    let found = try TopExamples(
      of: trained.network, at: layer, units: units, in: test, count: 9,
      title: "What channels of conv3 answer to most",
      caption:
        "\(trained.summary). Below each picture the channel's largest answer anywhere in it; "
        + "the strongest of \(test.count) test pictures. Seed \(studio.seed).")
    let purity = found.examples.map { examples -> Double in
      let labels = examples.map { test.label($0.sample) }
      let most = Set(labels).map { label in labels.count { $0 == label } }.max() ?? 0
      return Double(most) / Double(max(1, labels.count))
    }
    let strongest = found.examples.compactMap { $0.first?.activation }.max() ?? .nan
    return [
      ExhibitFigure(
        name, found,
        facts: [
          .count("pictures looked through", found.searched),
          Fact("strongest answer", Double(strongest)),
          .share(
            "share of the commonest class among a channel's nine, on average",
            purity.reduce(0, +) / Double(max(1, purity.count))),
        ])
    ]
  }

  /// The channels whose answers differ most from picture to picture, in their own order.
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
    return (0..<channels).sorted { (spread[$0], $1) > (spread[$1], $0) }.prefix(count).sorted()
  }
}
