extension CairoCanvas {
  /// Draws markers, each over those before it; in vector files as few paths as possible.
  ///
  /// A path for each marker would make the file of a plot of some thousand points megabytes.
  public func draw(_ markers: [PlacedMarker]) {
    if case .pixels = format {
      for placed in markers {
        marker(placed.marker, at: placed.centre, radius: placed.radius, placed.color)
      }
    } else {
      for layer in MarkerLayers(markers).layers {
        for batch in layer { draw(batch) }
      }
    }
  }

  /// Draws equal markers that touch nowhere as one path.
  ///
  /// Circles are lines of no length with round ends, which take a sixth of the bytes of their outlines.
  func draw(_ batch: MarkerLayers.Batch) {
    if batch.marker == .circle {
      var dots = Stroke(batch.color, width: 2 * batch.radius)
      dots.hasRoundEnds = true
      stroke(Path(batch.centres.flatMap { [Path.Element.move($0), .line($0)] }), dots)
      return
    }
    let path = Path(
      batch.centres.flatMap { batch.marker.path($0, radius: batch.radius).elements })
    if let pen = batch.marker.pen(radius: batch.radius) {
      stroke(path, Stroke(batch.color, width: pen))
    } else {
      fill(path, batch.color)
    }
  }
}
