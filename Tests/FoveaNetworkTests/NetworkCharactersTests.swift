import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NetworkCharactersTests {
  private func model(_ names: [String]) throws -> Network {
    var network = try CharacterModel(vocabulary: 4, embedding: 2, hidden: 3).network(seed: 0)
    network.classNames = names
    return network
  }

  @Test func charactersAreTheClassNames() throws {
    // A mark that joins the letter before it, a line's end and a zero stay what they are.
    let names = ["\u{0}", "\n", "\u{308}", "\u{1F600}"]
    let network = try model(names)
    #expect(try network.characters() == names.compactMap { $0.unicodeScalars.first })
  }

  private static let wrong: [[String]] = [
    [], ["a", "b", "c"], ["a", "b", "c", "dd"], ["a", "b", "c", ""], ["a", "b", "c", "a"],
    ["a", "b", "c", "d", "e"],
  ]

  @Test(arguments: wrong) func whatNamesNoCharacterForEachScoreIsRefused(_ names: [String]) throws {
    let network = try model(names)
    #expect(throws: FoveaError.self) { try network.characters() }
  }

  @Test func whatReadsNoTextIsRefused() throws {
    var network = try Network(input: .vector(3)) { Dense(2) }
    network.classNames = ["a", "b"]
    #expect(throws: FoveaError.self) { try network.characters() }
  }
}
