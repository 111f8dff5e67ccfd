import ArgumentParser
import Fovea
import Foundation

/// The values of a model's inputs, from files: arrays and pictures.
struct InputFiles: ParsableArguments {
  @Option(
    name: .customLong("input"), parsing: .unconditionalSingleValue,
    help: "A .npy array, or a PNG or JPEG picture; NAME=FILE where the model has several inputs.")
  var texts: [String] = []
  @Flag(help: "Cut and scale a picture to the model's input.") var fit = false

  /// An input as a model declares it; `nil` for extents that it leaves free.
  struct Place {
    let name: String
    let label: String
    let dimensions: [Int?]?
  }

  /// The values by the inputs' names in the file.
  ///
  /// - Throws: `FoveaError` for a file that cannot be read, and inputs that are unknown, missing or given twice.
  func values(for places: [Place]) throws -> [String: Tensor] {
    var values: [String: Tensor] = [:]
    for text in texts {
      let (place, path) = try assignment(text, places)
      guard values[place.name] == nil else {
        throw ValidationError("the input '\(place.name)' is given twice")
      }
      values[place.name] = try tensor(path, for: place)
    }
    let missing = places.map(\.name).filter { values[$0] == nil }
    guard missing.isEmpty else {
      throw ValidationError(
        "no value for the input \(missing.map { "'\($0)'" }.joined(separator: ", ")); "
          + "give --input NAME=FILE")
    }
    return values
  }

  private func assignment(_ text: String, _ places: [Place]) throws -> (Place, String) {
    if let sign = text.firstIndex(of: "=") {
      let name = String(text[..<sign])
      if let place = places.first(where: { $0.name == name || $0.label == name }) {
        return (place, String(text[text.index(after: sign)...]))
      }
      // A path may hold the sign too.
      guard FileManager.default.fileExists(atPath: text) else {
        throw FoveaError.unknown("input", name, known: places.map(\.name))
      }
    }
    guard let only = places.first, places.count == 1 else {
      throw ValidationError(
        "the model has the inputs \(places.map(\.name).joined(separator: ", ")): "
          + "write --input NAME=FILE")
    }
    return (only, text)
  }

  private func tensor(_ path: String, for place: Place) throws(FoveaError) -> Tensor {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard ["png", "jpg", "jpeg"].contains(ending) else { return try NumpyFile.read(path) }
    let picture = try PixelImage.read(path)
    guard let declared = place.dimensions, declared.count == 4 else {
      throw FoveaError("the input '\(place.name)' takes no picture; give a .npy array")
    }
    let shape: Shape = [
      declared[1] ?? 3, declared[2] ?? picture.height, declared[3] ?? picture.width,
    ]
    let pixels = try PictureOptions.tensor(picture, for: shape, path, fit)
    return pixels.reshaped(to: Shape([1] + shape.dimensions))
  }
}
