import ArgumentParser
import Fovea

/// Numbers written with commas between them.
enum Lists {
  /// Seeds, such as `0,1,2`.
  static func seeds(_ text: String) throws -> [UInt64] {
    try parts(text).map { part in
      guard let seed = UInt64(part) else {
        throw ValidationError("'\(part)' is no whole number from 0 up; write seeds as 0,1,2")
      }
      return seed
    }
  }

  /// Whole numbers from 1 up, such as `8,32,128`.
  static func counts(_ text: String) throws -> [Int] {
    try parts(text).map { part in
      guard let count = Int(part), count > 0 else {
        throw ValidationError("'\(part)' is no whole number from 1 up")
      }
      return count
    }
  }

  /// Radii, such as `8/255,16/255` or `0.1`; none below 0.
  static func radii(_ text: String) throws -> [Float] {
    try parts(text).map { part in
      guard let radius = fraction(part), radius.isFinite else {
        throw ValidationError("'\(part)' is no number; write 0.1 or 8/255")
      }
      guard radius >= 0 else { throw ValidationError("a radius is 0 or more, got \(part)") }
      return radius
    }
  }

  /// A number or a fraction.
  static func fraction(_ text: String) -> Float? {
    let sides = text.split(separator: "/", omittingEmptySubsequences: false).map {
      Float($0.trimmingPrefix(" "))
    }
    switch sides.count {
    case 1: return sides[0]
    case 2:
      guard let numerator = sides[0], let denominator = sides[1], denominator != 0 else {
        return nil
      }
      return numerator / denominator
    default: return nil
    }
  }

  private static func parts(_ text: String) throws -> [String] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " })
    }
    guard parts.allSatisfy({ !$0.isEmpty }) else {
      throw ValidationError("'\(text)' is no list; write numbers with commas between them")
    }
    return parts
  }
}
