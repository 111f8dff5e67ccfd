import FoveaDrawing
import FoveaImage

/// A canvas that draws nothing and remembers where everything would have gone, in the outermost coordinates.
final class RecordingCanvas: Canvas {
  struct Text {
    var text: String
    var bounds: Rectangle
  }

  let size: Size
  private(set) var texts: [Text] = []
  private(set) var pictures: [(image: PixelImage, place: Rectangle)] = []
  private(set) var filled: [(path: Path, color: Color)] = []
  private(set) var stroked: [(path: Path, stroke: Stroke)] = []
  private var transforms = [Transform()]

  init(size: Size) { self.size = size }

  /// A canvas with the figure drawn on it.
  init(_ figure: some Figure) {
    size = figure.size
    figure.draw(on: self)
  }

  /// The number of `push` without a `pop`.
  var depth: Int { transforms.count - 1 }

  private var transform: Transform { transforms[transforms.count - 1] }

  private func outer(_ place: Rectangle) -> Rectangle {
    let corner = transform.apply(place.origin)
    return Rectangle(
      x: corner.x, y: corner.y, width: place.width * transform.scale,
      height: place.height * transform.scale)
  }

  private func outer(_ path: Path) -> Path {
    Path(
      path.elements.map { element in
        switch element {
        case .move(let to): .move(transform.apply(to))
        case .line(let to): .line(transform.apply(to))
        case .curve(let a, let b, let to):
          .curve(transform.apply(a), transform.apply(b), transform.apply(to))
        case .close: .close
        }
      })
  }

  func fill(_ path: Path, _ color: Color) { filled.append((outer(path), color)) }

  func stroke(_ path: Path, _ stroke: Stroke) { stroked.append((outer(path), stroke)) }

  func draw(_ text: String, at point: Point, _ style: TextStyle) {
    guard !text.isEmpty else { return }
    texts.append(Text(text: text, bounds: outer(style.bounds(of: text, at: point))))
  }

  func draw(_ image: PixelImage, in rectangle: Rectangle) {
    pictures.append((image, outer(rectangle)))
  }

  func push(_ transform: Transform, clip: Rectangle?) {
    transforms.append(self.transform.after(transform))
  }

  func pop() { transforms.removeLast() }
}

/// The smallest rectangle around a path's points.
func bounds(of path: Path) -> Rectangle? {
  var box: Rectangle?
  for element in path.elements {
    guard let point = element.end else { continue }
    let place = Rectangle(x: point.x, y: point.y, width: 0, height: 0)
    box = box?.union(place) ?? place
  }
  return box
}

extension Path.Element {
  /// Where the pen goes.
  var end: Point? {
    switch self {
    case .move(let to), .line(let to), .curve(_, _, let to): to
    case .close: nil
    }
  }
}
