import Fovea

extension FigureGrid {
  /// The slices of a volume `[depth, height, width]` below each other, with a square window outlined in some of them.
  ///
  /// - Parameters:
  ///   - name: the title of a slice by its number.
  ///   - window: the slices that the window lies in.
  ///   - side: the window's height and width.
  ///   - corner: the row and column of its upper left corner.
  static func slices(
    of volume: Tensor, _ name: (Int) -> String, window: Range<Int>? = nil, side: Int = 2,
    at corner: (Int, Int) = (0, 0)
  ) -> FigureGrid {
    FigureGrid(
      panels: (0..<volume.shape[0]).map { index in
        var grid = NumberGrid(volume.element(index), title: name(index))
        grid.theme.margin = 4
        if window?.contains(index) == true {
          grid.marks = [
            .init(
              rows: corner.0..<corner.0 + side, columns: corner.1..<corner.1 + side,
              color: Theme.okabeIto[0])
          ]
        }
        return grid
      }, columns: 1, hasLetters: false)
  }
}
