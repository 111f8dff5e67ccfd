public import FoveaTensor

extension Network {
  /// The characters that a network for text tells apart, in the order of its scores: its class names, a Unicode scalar each.
  ///
  /// - Throws: `FoveaError` where there is no input `text`, or the class names are not a different character for each score.
  public func characters() throws(FoveaError) -> [Unicode.Scalar] {
    guard let output = outputs.first, inputs.contains(where: { $0.name == "text" }) else {
      throw FoveaError("a network for text has an input 'text' and an output of scores")
    }
    let scores = nominalShape(of: output).dimensions.last ?? 0
    let names = classNames
    let scalars = names.compactMap { name in
      name.unicodeScalars.count == 1 ? name.unicodeScalars.first : nil
    }
    guard scores > 0, names.count == scores, Set(scalars).count == scores else {
      throw FoveaError(
        "the class names of a network for text are its characters, a different one for each of its "
          + "\(scores) scores, and it has \(Set(scalars).count) of them")
    }
    return scalars
  }
}
