public import FoveaTensor

/// A figure that is made of others: what it shows is another module's business, how it is drawn is theirs.
public protocol ComposedFigure: Figure {
  /// What is drawn.
  var figure: any Figure { get }
}

extension ComposedFigure {
  /// The title of what is drawn.
  public var title: String { figure.title }

  /// The extents of what is drawn.
  public var size: Size { figure.size }

  /// Throws where what is drawn cannot be.
  public func validate() throws(FoveaError) { try figure.validate() }

  /// Draws it.
  public func draw(on canvas: any Canvas) { figure.draw(on: canvas) }
}
