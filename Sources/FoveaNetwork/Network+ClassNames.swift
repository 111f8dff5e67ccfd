import Foundation

extension Network {
  /// The key of the facts under which class names stand, as a JSON list.
  private static let classNamesKey = "classes"

  /// The names of the classes that the output tells apart, in the order of its units; none where they are not known.
  public var classNames: [String] {
    get {
      let text = metadata[Self.classNamesKey] ?? "[]"
      return (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
    }
    set {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .withoutEscapingSlashes
      let text = (try? encoder.encode(newValue)).map { String(decoding: $0, as: UTF8.self) }
      metadata[Self.classNamesKey] = newValue.isEmpty ? nil : text
    }
  }

  /// The name of a class, or its number where it has none.
  public func className(_ label: Int) -> String {
    let names = classNames
    return names.indices.contains(label) ? names[label] : "\(label)"
  }
}
