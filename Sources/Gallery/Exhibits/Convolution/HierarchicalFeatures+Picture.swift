import Fovea

extension HierarchicalFeatures {
  static func sheet(
    _ scenes: [Tensor], _ edges: [Tensor], _ lines: [Tensor], _ means: [(Double, Double)]
  ) -> ImageGrid {
    let sums = edges.map { both in
      Tensor(
        shape: [1, both.shape[1], both.shape[2]],
        scalars: zip(both.element(0).scalars, both.element(1).scalars).map { $0 + $1 })
    }
    func inverted(_ maps: [Tensor]) -> [Tensor] {
      let largest = maps.flatMap(\.scalars).max() ?? 1
      return maps.map { map in map.map { 1 - $0 / largest } }
    }
    func caption(_ mean: Double, _ stated: Double) -> String {
      "mean \(mean.short) (the lecture's: \(stated.short))"
    }
    let strong = inverted(sums)
    let long = inverted(lines)
    var tiles: [ImageGrid.Tile] = []
    for index in scenes.indices {
      tiles += [
        ImageGrid.Tile(image: scenes[index]),
        ImageGrid.Tile(image: strong[index], caption: caption(means[index].0, stated.edges[index])),
        ImageGrid.Tile(image: long[index], caption: caption(means[index].1, stated.lines[index])),
      ]
    }
    let order = [0, 3, 1, 4, 2, 5]
    return ImageGrid(
      tiles: order.map { tiles[$0] }, columns: 2,
      rowLabels: ["scene", "upright edges |E|", "long upright lines V"],
      columnLabels: ["a city", "a landscape"], tileSize: 170,
      caption: "Below the scenes white is 0 and black the largest answer of the row.")
  }

  static func kernels() -> FigureGrid {
    FigureGrid(
      panels: [
        KernelFigure(ImageKernel.sobelX.numbers, title: "edges", divisor: 4, cell: 20),
        KernelFigure(
          longLine.numbers, title: "lines of \(length) rows", divisor: Double(2 * length), cell: 6,
          digits: 0),
      ], hasLetters: false)
  }

  static func scatter(_ edges: [Double], _ lines: [Double], _ count: Int) -> ScatterPlot {
    func series(_ name: String, _ range: Range<Int>) -> Series {
      Series(name: name, points: range.map { Point(edges[$0], lines[$0]) })
    }
    var plot = ScatterPlot(
      xLabel: "mean |E|", yLabel: "mean V",
      series: [series("cities", 0..<count), series("landscapes", count..<2 * count)])
    plot.plotSize = Size(220, 170)
    return plot
  }
}
