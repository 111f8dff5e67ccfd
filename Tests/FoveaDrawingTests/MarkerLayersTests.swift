import FoveaImage
import FoveaTensor
import Foundation
import Testing

@testable import FoveaDrawing

@Suite struct MarkerLayersTests {
  /// Translucent markers of two shapes and colours, of which most touch another one.
  private var crowd: [PlacedMarker] {
    var source = RandomSource(seed: 4)
    return (0..<300).map { index in
      let place = Point(Double(source.uniform()) * 90 + 5, Double(source.uniform()) * 90 + 5)
      let color = (index % 2 == 0 ? Color(0x0072B2) : Color(0xD55E00)).opacity(0.5)
      return PlacedMarker(index % 3 == 0 ? .square : .circle, at: place, radius: 3, color)
    }
  }

  @Test func markersOfALayerTouchNowhereAndAllAreDrawnOnce() {
    let markers = crowd
    let layers = MarkerLayers(markers).layers
    #expect(layers.count > 1 && layers.count < 60)
    for layer in layers {
      let placed = layer.flatMap { batch in
        batch.centres.map {
          PlacedMarker(batch.marker, at: $0, radius: batch.radius, batch.color)
        }
      }
      for (index, one) in placed.enumerated() {
        for other in placed[..<index] {
          let distance = hypot(
            one.centre.x - other.centre.x, one.centre.y - other.centre.y)
          #expect(distance >= one.reach + other.reach)
        }
      }
    }
    let drawn = layers.joined().flatMap(\.centres)
    #expect(drawn.count == markers.count && Set(drawn) == Set(markers.map(\.centre)))
    #expect(layers.joined().count < markers.count / 3)
  }

  @Test func whatLiesAboveAnotherStaysAbove() {
    let markers = (0..<5).map { index in
      PlacedMarker(.circle, at: Point(Double(index), 0), radius: 1, Color(UInt32(index)))
    }
    let colors = MarkerLayers(markers).layers.map { layer in layer.map(\.color) }
    // Neighbours touch, the second next do not.
    #expect(colors == markers.map { [$0.color] })
    let apart = markers.map { marker -> PlacedMarker in
      var marker = marker
      marker.centre.x *= 2
      return marker
    }
    #expect(MarkerLayers(apart).layers.count == 1)
  }

  @Test func layersDrawThePictureThatMarkersDrawOneByOne() throws {
    func drawn(_ draw: (CairoCanvas) -> Void) throws -> [UInt8] {
      let canvas = try CairoCanvas(size: Size(100, 100), format: .pixels(scale: 2))
      draw(canvas)
      return try canvas.pixels().samples
    }
    let markers = crowd
    let single = try drawn { $0.draw(markers) }
    let layered = try drawn { canvas in
      for batch in MarkerLayers(markers).layers.joined() { canvas.draw(batch) }
    }
    // As if nothing overlapped: the picture of markers that were put together without layers.
    let flat = try drawn { canvas in
      for marker in [Marker.square, .circle] {
        for parity in 0..<2 {
          let chosen = markers.indices.filter {
            markers[$0].marker == marker && $0 % 2 == parity
          }
          canvas.draw(
            MarkerLayers.Batch(
              marker: marker, radius: 3, color: markers[parity].color,
              centres: chosen.map { markers[$0].centre }))
        }
      }
    }
    func difference(_ samples: [UInt8]) -> Double {
      let sum = zip(single, samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
      return Double(sum) / Double(single.count)
    }
    // Edges are smoothed a little differently.
    #expect(difference(layered) < 0.5)
    #expect(difference(flat) > 10 * difference(layered))
  }

  @Test func aPlotOfManyPointsIsASmallFile() throws {
    var source = RandomSource(seed: 9)
    let points = (0..<2000).map { _ in
      Point(Double(source.normal()), Double(source.normal()))
    }
    let series = [Series(name: "points", points: points)]
    // Two coordinates of ten characters, twice, are 44 bytes; an outline of its own takes 400.
    let plain = try ScatterPlot(series: series).data(.svg)
    #expect(plain.count > 2000 * 40 && plain.count < 200_000)
    let map = FieldMap(
      values: Tensor(shape: [2, 2], scalars: [0, 1, 2, 3]), x: -4...4, y: -4...4, series: series)
    #expect(try map.data(.svg).count < 400_000)
    #expect(try ScatterPlot(series: series).data(.svg) == plain)
  }
}
