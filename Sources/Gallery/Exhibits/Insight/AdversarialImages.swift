import Fovea

/// Small changes that fool the network, and how much of it a random change of the same size is.
struct AdversarialImages: Exhibit {
  let name = "adversarial-images"
  let title = "Adversarial images"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Eight test pictures that the network gets right, the change that projected gradient descent adds to each (no pixel by \
    more than 0.05), what the network then sees, and what it sees with random noise of that size instead; below, its accuracy \
    over the size ε for two attacks and for noise. The attacks' lines fall to nothing where the noise's stays high: it is the \
    direction of the change that fools, and not its size.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let examples = try studio.examples(of: .fashion, by: trained.network).prefix(8)
    let test = try studio.images(.fashion).test
    let pgd = PGD(epsilon: 0.1, steps: studio.effort.attackSteps, seed: studio.seed)
    let chosen = test.gathering(examples.map(\.sample))
    var small = pgd
    small.epsilon = 0.05
    let fooled = try small.attack(trained.network, chosen)
    let noisy = try NoiseControl(epsilon: 0.05, seed: studio.seed).attack(trained.network, chosen)
    let sheet = try AttackSheet(
      fooled, control: noisy, title: "What fools \(trained.summary)")
    let curve = try self.curve(trained.network, test, pgd, studio)
    let noise = NoiseControl(epsilon: 0.1, seed: studio.seed)
    func accuracy(_ attack: any RadiusAttack) throws -> Double {
      Double(try curve.accuracy(of: attack.name, at: 0.1))
    }
    return [
      ExhibitFigure(
        "\(name)-sheet", sheet,
        facts: [
          .count("pictures attacked", chosen.count),
          .count("of them fooled", fooled.certificate.fooled),
          .count("of them fooled by noise", noisy.certificate.fooled),
          .count(
            "of them still fooled after writing and reading 8-bit PNG",
            fooled.certificate.eightBit?.survivors ?? 0),
          Fact("largest change of a pixel", fooled.certificate.largestDistance),
        ]),
      ExhibitFigure(
        "\(name)-curve", curve,
        facts: [
          .count("pictures", curve.images),
          .share("accuracy on clean pictures", Double(curve.cleanAccuracy)),
          .share("accuracy with ±ε noise at ε = 0.1", try accuracy(noise)),
          .share("accuracy under FGSM at ε = 0.1", try accuracy(FGSM(epsilon: 0.1))),
          .share("accuracy under \(pgd.name) at ε = 0.1", try accuracy(pgd)),
        ]),
    ]
  }

  private func curve(
    _ network: Network, _ test: ImageSet, _ pgd: PGD, _ studio: Studio
  ) throws -> RobustnessCurve {
    let images = test.prefix(studio.effort.attackedImages)
    return try RobustnessCurve(
      of: try Victim(network), images.images, labels: images.labels,
      attacks: [NoiseControl(epsilon: 0.1, seed: studio.seed), FGSM(epsilon: 0.1), pgd],
      epsilons: [0, 0.0125, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2])
  }
}
