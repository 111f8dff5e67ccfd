public import FoveaTensor

/// Bars from zero, one or several beside each other for each category.
public struct BarChart: Figure {
  /// Bars of one colour, one for each category.
  public struct Group: Hashable, Sendable {
    /// What the legend calls it.
    public var name: String
    /// The bars' values; what is not finite is written in place of a bar.
    public var values: [Double]
    /// Half the length of the error line at each bar; empty for none.
    public var errors: [Double]
    /// The colour, or `nil` for the theme's next one.
    public var color: Color?

    /// Creates a group.
    public init(name: String = "", values: [Double], errors: [Double] = [], color: Color? = nil) {
      self.name = name
      self.values = values
      self.errors = errors
      self.color = color
    }
  }

  /// The title.
  public var title: String
  /// The names of the categories.
  public var categories: [String]
  /// The bars.
  public var groups: [Group]
  /// The name and unit of the values.
  public var valueLabel: String
  /// The name of what the categories are.
  public var categoryLabel: String
  /// Whether bars run to the right, which suits long names.
  public var isHorizontal: Bool
  /// Whether each bar bears its value.
  public var showsValues: Bool
  /// The significant digits of those values.
  public var digits = 3
  /// The ends of the value axis, which zero is always part of; `nil` to show all.
  public var range: ClosedRange<Double>?
  /// Lines across all bars at single values, such as a bound: vertical ones where bars run to the right, else horizontal ones.
  public var marks: [MarkedLine] = []
  /// The text below.
  public var caption: String
  /// The least room for the categories' names beside bars that run to the right, so that charts below each other line up.
  public var nameWidth = 0.0
  /// Whether values are written with one decimal, which suits percentages, instead of significant digits.
  public var showsTenths = false
  /// The length of the value axis, in points.
  public var length = 220.0
  /// The look.
  public var theme = Theme.standard

  /// Creates a chart.
  public init(
    title: String = "", categories: [String], groups: [Group], valueLabel: String = "",
    categoryLabel: String = "", isHorizontal: Bool = false, showsValues: Bool = true,
    range: ClosedRange<Double>? = nil, caption: String = ""
  ) {
    self.title = title
    self.categories = categories
    self.groups = groups
    self.valueLabel = valueLabel
    self.categoryLabel = categoryLabel
    self.isHorizontal = isHorizontal
    self.showsValues = showsValues
    self.range = range
    self.caption = caption
  }

  /// Creates a chart of one group of bars.
  public init(
    title: String = "", categories: [String], values: [Double], valueLabel: String = "",
    categoryLabel: String = "", isHorizontal: Bool = false, showsValues: Bool = true,
    range: ClosedRange<Double>? = nil, caption: String = ""
  ) {
    self.init(
      title: title, categories: categories, groups: [Group(values: values)],
      valueLabel: valueLabel, categoryLabel: categoryLabel, isHorizontal: isHorizontal,
      showsValues: showsValues, range: range, caption: caption)
  }

  /// A value as it stands at its bar.
  func text(of value: Double) -> String {
    showsTenths && value.isFinite ? value.decimals(1) : value.short(digits)
  }

  /// The extents, which follow from the bars and the texts around them.
  public var size: Size { BarArrangement(self).frame.size }

  /// Throws where there is no bar, or a group does not have one value a category.
  public func validate() throws(FoveaError) {
    guard !categories.isEmpty, !groups.isEmpty else {
      throw FoveaError("the bar chart '\(title)' has nothing to draw: no bars")
    }
    for group in groups {
      guard group.values.count == categories.count else {
        throw FoveaError(
          "the group '\(group.name)' of '\(title)' has \(group.values.count) values for "
            + "\(categories.count) categories")
      }
      guard group.errors.isEmpty || group.errors.count == categories.count else {
        throw FoveaError(
          "the group '\(group.name)' of '\(title)' has \(group.errors.count) errors for "
            + "\(categories.count) categories")
      }
    }
    try validateRange(range, .linear, "value axis", of: title)
  }

  /// Draws the chart.
  public func draw(on canvas: any Canvas) {
    let arrangement = BarArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}
