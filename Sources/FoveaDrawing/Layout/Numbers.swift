import Foundation

extension Double {
  /// Three significant digits for a person to read: `0.0123`, `1,230`, `4.5×10⁻⁸`, `−∞`, `NaN`.
  public var short: String { short(3) }

  /// So many significant digits for a person to read, without zeros at the end.
  public func short(_ digits: Int) -> String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "−∞" : "∞" }
    if self == 0 { return "0" }
    let exponent = Int(log10(abs(self)).rounded(.down))
    guard exponent >= -4, exponent < 7 else { return scientific(digits) }
    return fixed(max(0, digits - 1 - exponent), trimmed: true)
  }

  /// So many digits behind the point, zeros kept: what stands below each other lines up.
  public func decimals(_ count: Int) -> String { fixed(count) }

  /// The number with so many decimals, a true minus and thousands set apart.
  func fixed(_ decimals: Int, trimmed: Bool = false) -> String {
    var text = String(format: "%.\(decimals)f", abs(self))
    if trimmed, text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    let parts = text.split(separator: ".")
    var whole = ""
    for (index, digit) in parts[0].enumerated() {
      let rest = parts[0].count - index
      if index > 0, rest % 3 == 0, parts[0].count > 4 { whole += "," }
      whole.append(digit)
    }
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return (self < 0 && !isZero ? "−" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
  }

  /// A number of 1 to 10 times a power of ten.
  func scientific(_ digits: Int) -> String {
    var exponent = Int(log10(abs(self)).rounded(.down))
    var mantissa = self / pow(10, Double(exponent))
    if String(format: "%.\(digits - 1)f", abs(mantissa)).hasPrefix("10") {
      mantissa /= 10
      exponent += 1
    }
    let number = mantissa.fixed(digits - 1, trimmed: true)
    let power = "10" + superscript(exponent)
    return number == "1" ? power : number == "−1" ? "−" + power : number + "×" + power
  }

  /// All digits, for messages.
  var exact: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}

/// A whole number in raised figures.
func superscript(_ number: Int) -> String {
  let figures = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  let digits = String(abs(number)).compactMap(\.wholeNumberValue).map { figures[$0] }
  return (number < 0 ? "⁻" : "") + String(digits)
}
