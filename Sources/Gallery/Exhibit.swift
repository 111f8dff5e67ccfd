public import Fovea

/// One picture, or a few that belong together, made by a real computation.
///
/// An exhibit is a plain value: it asks a studio for data and trained networks and gives back figures with their numbers.
public protocol Exhibit: Sendable {
  /// The name by which it is asked for, such as `first-layer-filters`.
  var name: String { get }
  /// The heading.
  var title: String { get }
  /// The lectures whose figures it makes anew; on their pages it is shown.
  var lectures: [Lecture] { get }
  /// Two sentences: what it shows, and how to read it.
  var explanation: String { get }

  /// Why it cannot be made here and is left out, such as weights that nobody fetched; `nil` where it can.
  func obstacle(in studio: Studio) -> String?

  /// Computes and draws.
  ///
  /// - Throws: `FoveaError` where data is missing; what training throws.
  func draw(in studio: Studio) throws -> [ExhibitFigure]
}

extension Exhibit {
  /// None: what it needs is made on the spot, or comes with the package.
  public func obstacle(in studio: Studio) -> String? { nil }
}

/// A figure of an exhibit with the numbers that it rests on.
public struct ExhibitFigure: Sendable {
  /// The name of its file, without extension.
  public let file: String
  /// The picture.
  public let figure: any Figure
  /// What was measured, in the order in which a reader wants it.
  public let facts: [Fact]
  /// What the PNG file shows in place of the picture, which is then the SVG alone: frames that move.
  public let animation: AnimatedFigure?

  /// Creates a figure.
  public init(
    _ file: String, _ figure: any Figure, facts: [Fact] = [], animation: AnimatedFigure? = nil
  ) {
    self.file = file
    self.figure = figure
    self.facts = facts
    self.animation = animation
  }

  /// What the picture shows, for readers who do not see it: its title, without brackets.
  var alternative: String {
    figure.title.replacing("[", with: "(").replacing("]", with: ")").replacing("\n", with: " ")
  }

  /// The value of a fact; not a number where there is none of that name.
  public subscript(fact: String) -> Double { facts.first { $0.name == fact }?.value ?? .nan }
}

/// A measured number with its name.
public struct Fact: Hashable, Sendable {
  /// How a number is written.
  public enum Style: Hashable, Sendable {
    /// As a percentage with four significant digits.
    case percent
    /// With so many significant digits.
    case number(digits: Int)
  }

  /// What was measured.
  public let name: String
  /// The number.
  public let value: Double
  /// How it is written.
  public let style: Style

  /// Creates a fact.
  public init(_ name: String, _ value: Double, _ style: Style = .number(digits: 3)) {
    self.name = name
    self.value = value
    self.style = style
  }

  /// A share of a whole, written as a percentage.
  public static func share(_ name: String, _ value: Double) -> Fact { Fact(name, value, .percent) }

  /// A whole number.
  public static func count(_ name: String, _ value: Int) -> Fact {
    Fact(name, Double(value), .number(digits: 12))
  }

  /// The number as it is written.
  public var text: String {
    switch style {
    case .percent: "\((100 * value).short(4)) %"
    case .number(let digits): value.short(digits)
    }
  }
}
