/// A value that has no place on an axis, shown by a marker on the frame in place of a lie inside of it.
enum EdgeMark: Hashable, CaseIterable {
  case belowLogarithm, aboveAll, belowAll, notANumber

  init?(_ value: Double, on axis: Axis) {
    if value.isNaN {
      self = .notANumber
    } else if abs(value) > Axis.reach {
      self = value > 0 ? .aboveAll : axis.scale == .logarithmic ? .belowLogarithm : .belowAll
    } else if axis.excludes(value) {
      self = .belowLogarithm
    } else {
      return nil
    }
  }

  var isAtTop: Bool { self == .aboveAll }

  var marker: Marker {
    switch self {
    case .belowLogarithm, .belowAll: .openDown
    case .aboveAll: .triangle
    case .notANumber: .cross
    }
  }

  /// The line below the chart that says what the marker means.
  var note: String {
    switch self {
    case .belowLogarithm: "▽ zero or less: no place on a logarithmic axis"
    case .belowAll: "▽ −∞"
    case .aboveAll: "▲ ∞: grew beyond every number"
    case .notANumber: "× not a number"
    }
  }

  /// Where the marker's middle lies: a little inside of the frame.
  func centre(at edge: Point) -> Point { Point(edge.x, edge.y + (isAtTop ? 5 : -5)) }
}

/// The values of a series that have no place, with the middles of their markers; close ones share one.
func edgeMarks(of points: [Point], in area: PlotArea) -> [(mark: EdgeMark, at: Point)] {
  var marks: [(mark: EdgeMark, at: Point)] = []
  var last: [EdgeMark: Double] = [:]
  for point in points {
    guard let mark = EdgeMark(point.y, on: area.y),
      let edge = area.edge(x: point.x, top: mark.isAtTop)
    else { continue }
    if let previous = last[mark], abs(edge.x - previous) < 6 { continue }
    last[mark] = edge.x
    marks.append((mark, mark.centre(at: edge)))
  }
  return marks
}
