/// Markers told apart into layers that can be drawn as few paths without a change of the picture.
///
/// The markers of one layer touch nowhere, so that equal ones may become one path in any order, also where they are
/// translucent; a marker that touches an earlier one lies in a later layer than that.
struct MarkerLayers {
  /// Markers of one layer that differ in their places alone.
  struct Batch {
    var marker: Marker
    var radius: Double
    var color: Color
    var centres: [Point]
  }

  /// The batches of each layer, the lowest layer first.
  private(set) var layers: [[Batch]] = []

  init(_ markers: [PlacedMarker]) {
    let side = max(2 * (markers.map(\.reach).max() ?? 0), 1e-3)
    var cells: [Cell: [(placed: PlacedMarker, layer: Int)]] = [:]
    var known: [[Look: Int]] = []
    for placed in markers {
      let cell = Cell(of: placed.centre, side: side)
      var layer = 0
      for near in cell.neighbourhood {
        for earlier in cells[near] ?? [] where earlier.layer >= layer {
          if earlier.placed.touches(placed) { layer = earlier.layer + 1 }
        }
      }
      cells[cell, default: []].append((placed, layer))
      if layer == layers.count {
        layers.append([])
        known.append([:])
      }
      let look = Look(marker: placed.marker, radius: placed.radius, color: placed.color)
      if let batch = known[layer][look] {
        layers[layer][batch].centres.append(placed.centre)
      } else {
        known[layer][look] = layers[layer].count
        layers[layer].append(
          Batch(
            marker: placed.marker, radius: placed.radius, color: placed.color,
            centres: [placed.centre]))
      }
    }
  }

  /// What the markers of a batch share.
  private struct Look: Hashable {
    let marker: Marker
    let radius: Double
    let color: Color
  }

  /// A square of the plane: what touches lies in the same one or in one beside it.
  private struct Cell: Hashable {
    let x: Int
    let y: Int

    init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }

    init(of point: Point, side: Double) {
      func number(_ value: Double) -> Int {
        let cell = (value / side).rounded(.down)
        return cell.isFinite ? Int(max(-1e9, min(1e9, cell))) : 0
      }
      x = number(point.x)
      y = number(point.y)
    }

    var neighbourhood: [Cell] {
      (-1...1).flatMap { dy in (-1...1).map { dx in Cell(x: x + dx, y: y + dy) } }
    }
  }
}

extension PlacedMarker {
  /// Whether the circles around both markers share an area.
  fileprivate func touches(_ other: PlacedMarker) -> Bool {
    let dx = centre.x - other.centre.x
    let dy = centre.y - other.centre.y
    let reach = reach + other.reach
    return dx * dx + dy * dy < reach * reach
  }
}
