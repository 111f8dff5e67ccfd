import ArgumentParser
import Fovea
import Foundation

/// A set of pictures with classes.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: "A folder of the four IDX files, or of one folder of pictures a class.")
  var path: String
  @Option(help: "Cut and scale pictures to this height and width, such as 28x28.")
  var size: PictureSize?
  @Option(parsing: .unconditional, help: "Take no more than the first so many pictures.")
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more, got \(limit)") }
  }

  /// Reads the set.
  ///
  /// - Throws: `FoveaError` that says what is wrong with the folder or a file in it.
  func load() throws(FoveaError) -> (train: ImageSet, test: ImageSet?) {
    try ImageSet.load(path, resizingTo: size.map { ($0.height, $0.width) })
  }

  /// The first pictures, where not all are wanted.
  func limited(_ set: ImageSet) -> ImageSet { limit.map { set.prefix($0) } ?? set }
}

/// A height and a width, written `28x28`.
struct PictureSize: ExpressibleByArgument, Codable {
  let height: Int
  let width: Int

  init?(argument: String) {
    let sides = argument.lowercased().split(separator: "x").map { Int($0) }
    guard sides.count == 2, let height = sides[0], let width = sides[1],
      (1...8192).contains(height), (1...8192).contains(width)
    else { return nil }
    self.height = height
    self.width = width
  }

  var defaultValueDescription: String { "\(height)x\(width)" }
}
