import ArgumentParser
import Fovea

/// How well a network does on pictures.
struct Eval: Verb {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measures loss and accuracy of a network on a set of pictures.",
    discussion: """
      Example:
        fovea eval m.onnx --data /usr/share/datasets/fashion-mnist
      """)

  /// A part of an image set.
  enum Part: String, ExpressibleByArgument, CaseIterable, Encodable {
    case test, train
  }

  @OptionGroup var source: ModelArgument
  @OptionGroup var data: DataOptions
  @Option(help: "The part of the set. (default: test where there is one)") var part: Part?
  @Option(parsing: .unconditional, help: "How many pictures are computed at once.")
  var batch = 256
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    guard (1...65536).contains(batch) else {
      throw ValidationError("--batch must be 1 to 65536, got \(batch)")
    }
  }

  func perform() throws -> EvaluationReport {
    let network = try source.network(seed: general.seed)
    let input = try network.imageInput()
    let sets = try data.load()
    guard part != .test || sets.test != nil else {
      throw FoveaError("'\(data.path)' has no test part: leave out --part, or give --part train")
    }
    let set = data.limited(part == .train ? sets.train : sets.test ?? sets.train)
    guard set.inputShape == input.shape else {
      throw FoveaError(
        "'\(data.path)' has pictures of \(set.inputShape), the network takes \(input.shape): "
          + "--size \(input.shape[1])x\(input.shape[2]) resizes")
    }
    let evaluation = try Evaluation(
      of: network, on: set, batchSize: batch, keepsProbabilities: false)
    return EvaluationReport(evaluation, classNames: set.classNames)
  }
}

/// What a network gets right, in numbers.
struct EvaluationReport: Encodable, CustomStringConvertible {
  /// One class.
  struct ClassReport: Encodable {
    let name: String
    let count: Int
    let accuracy: Double?
    /// The class that it is taken for most often when the network is wrong.
    let oftenTakenFor: String?
  }

  let count: Int
  let loss: Double
  let accuracy: Double?
  let classes: [ClassReport]
  /// How often a class (row) was taken for another (column).
  let confusion: [[Int]]

  init(_ evaluation: Evaluation, classNames: [String]) {
    func name(_ label: Int) -> String {
      classNames.indices.contains(label) ? classNames[label] : "\(label)"
    }
    count = evaluation.count
    loss = evaluation.loss
    accuracy = evaluation.accuracy
    confusion = evaluation.confusion
    let accuracies = evaluation.classAccuracies
    classes = evaluation.confusion.enumerated().map { label, row in
      var worst: Int?
      for other in row.indices where other != label && row[other] > worst.map({ row[$0] }) ?? 0 {
        worst = other
      }
      return ClassReport(
        name: name(label), count: row.reduce(0, +), accuracy: accuracies[label],
        oftenTakenFor: worst.map(name))
    }
  }

  var description: String {
    var table = TextTable(columns: [
      ("class", .left), ("pictures", .right), ("recognised", .right), ("often taken for", .left),
    ])
    for one in classes {
      table.add([
        one.name, "\(one.count)", one.accuracy.map(Share.text) ?? "", one.oftenTakenFor ?? "",
      ])
    }
    let total = accuracy.map { "accuracy \(Share.text($0)), " } ?? ""
    return table.text + "\n\n\(total)loss \(loss) on \(count) pictures"
  }
}
