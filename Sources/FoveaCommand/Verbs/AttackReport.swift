import Fovea
import Foundation

/// What attacks did, in numbers.
struct AttackReport: Encodable, CustomStringConvertible {
  /// One attack at one radius.
  struct Radius: Encodable {
    let attack: String
    let norm: String
    let epsilon: Float?
    let pictures: Int
    let cleanAccuracy: Float
    let adversarialAccuracy: Float
    let successRate: Float
    let largestDistance: Double
    let fooled: Int
    /// How many of the fooling pictures still fool as 8-bit files, read again from the disk.
    let survivors: Int
    let redFlags: [String]
    let certificate: String

    init(_ examples: AdversarialExamples, onDisk: Int) {
      let checked = examples.certificate
      attack = checked.attack
      norm = checked.norm.rawValue
      epsilon = checked.epsilon
      pictures = checked.count
      cleanAccuracy = checked.cleanAccuracy
      adversarialAccuracy = checked.adversarialAccuracy
      successRate = checked.successRate
      largestDistance = checked.largestDistance
      fooled = checked.fooled
      survivors = onDisk
      redFlags = checked.redFlags.map(\.description)
      certificate = checked.description
    }
  }

  /// Accuracy against radius.
  struct Line: Encodable {
    let attack: String
    let isNoise: Bool
    let epsilons: [Float]
    let accuracies: [Float]
  }

  let radii: [Radius]
  let curve: [Line]
  let files: [String]

  init(radii: [Radius], curve: RobustnessCurve?, files: [String]) {
    self.radii = radii
    self.curve = (curve?.lines ?? []).map {
      Line(
        attack: $0.name, isNoise: $0.isControl, epsilons: curve?.epsilons ?? [],
        accuracies: $0.accuracies)
    }
    self.files = files
  }

  var description: String {
    var lines = radii.map(\.certificate)
    for line in curve {
      let points = zip(line.epsilons, line.accuracies).map {
        "\(Double($0).short(3)): \(Double($1).short(3))"
      }
      lines.append("accuracy by ε, \(line.attack): " + points.joined(separator: ", "))
    }
    return (lines + files.map { "wrote \($0)" }).joined(separator: "\n")
  }
}

/// Writes what an attack made: a sheet, and each changed picture as an 8-bit file that is read again.
struct AttackWriter {
  let path: String
  let folder: String
  let model: String
  let pictures: PictureOptions.Pictures
  let seed: UInt64

  /// What made the pictures.
  var settings: [Setting] {
    [
      ("verb", "attack"), ("model", model), ("pictures", pictures.name), ("seed", "\(seed)"),
    ]
  }

  /// Writes the files of one attack.
  ///
  /// - Returns: the files, and how many of the fooling pictures still fool after they were read again.
  /// - Throws: `FoveaError` where a file cannot be written, or is not what was written when it is read again.
  func write(
    _ examples: AdversarialExamples, suffix: String
  ) throws(FoveaError) -> (files: [String], survivors: Int) {
    let sheet = path.insertingBeforeExtension(suffix)
    let certificate = examples.certificate.description
    try AttackSheet(examples).write(
      to: sheet, settings: settings + [("certificate", certificate)])
    let place = suffix.isEmpty ? folder : "\(folder)/\(suffix.dropFirst())"
    try Writable.makeFolder(place)
    for (position, picture) in examples.pictures.enumerated() {
      let sample = examples.samples[position]
      let file =
        "\(place)/\(pictures.first + position)-\(Self.word(examples.className(sample.label)))"
        + "-as-\(Self.word(examples.className((sample.afterSaving ?? sample.after).label))).png"
      try writeAtomically(try PNGFile.encode(picture, text: settings), to: file)
      guard try PixelImage.read(file) == picture else {
        throw FoveaError("'\(file)' is another picture after it was written and read again")
      }
    }
    let survivors = examples.samples.count { $0.survivesSaving == true }
    return ([sheet] + (examples.pictures.isEmpty ? [] : [place + "/"]), survivors)
  }

  /// A class's name as part of a file's name.
  private static func word(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }
}

extension String {
  /// The path without its ending.
  var removingExtension: String {
    let ending = URL(fileURLWithPath: self).pathExtension
    return ending.isEmpty ? self : String(dropLast(ending.count + 1))
  }
}
