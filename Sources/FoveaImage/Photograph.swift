import CResources
import Foundation
public import FoveaTensor

/// Photographs with an open licence that travel with the library, for a first look at a network.
public enum Photograph: String, CaseIterable, Sendable {
  /// Chelsea the cat, 451 × 300; CC0 by Stéfan van der Walt.
  case chelsea
  /// A cup of coffee, 600 × 400; CC0 by Rachel Michetti, courtesy of Pikolo Espresso Bar.
  case coffee
  /// The launch of a Falcon 9 with DSCOVR, 640 × 427; by SpaceX, in the public domain.
  case rocket

  /// What it shows, in a word.
  public var title: String {
    switch self {
    case .chelsea: "cat"
    case .coffee: "coffee"
    case .rocket: "rocket"
    }
  }

  /// What it shows, by whom and under which licence: to be told wherever it is shown.
  public var credit: String {
    switch self {
    case .chelsea: "Chelsea the cat, by Stéfan van der Walt (CC0)"
    case .coffee: "A cup of coffee, by Rachel Michetti (CC0)"
    case .rocket: "Launch of DSCOVR, by SpaceX (public domain)"
    }
  }

  /// The bytes of the file.
  var bytes: Data {
    var size = 0
    let start =
      switch self {
      case .chelsea: unsafe cresources_chelsea(&size)
      case .coffee: unsafe cresources_coffee(&size)
      case .rocket: unsafe cresources_rocket(&size)
      }
    return unsafe Data(bytes: start, count: size)
  }

  /// The picture.
  ///
  /// - Throws: `FoveaError` where the file inside of the binary is damaged.
  public func image() throws(FoveaError) -> PixelImage {
    try PixelImage.decoded(bytes, as: rawValue)
  }
}
