import Fovea
import Gallery
import Testing

/// The cell that follows quotations; left out where nobody fetched the book.
@Suite(
  "The exhibit on quotation marks",
  .enabled(
    if: Sample.exhibits.contains { $0.name == "quotes-cell" },
    "the book is not there: scripts/fetch-text.sh sherlock fetches it"))
struct QuotesCellTests {
  @Test("The model learns, and needs fewer bits than no knowledge of the text does")
  func bits() throws {
    let made = try Sample.figure("quotes-cell")
    #expect(made["bits per character held back"] < 4)
    #expect(made["bits per character, counting after two letters"] < 3.5)
  }

  @Test("The page is from a text with speech and narration, and marks are rare")
  func marks() throws {
    let made = try Sample.figure("quotes-cell")
    let share = made["characters inside of quotation marks"]
    #expect(share > 0.3 && share < 0.95)
    #expect(made["characters from mark to mark"] > 40)
    // A minute of training is needed for what little the cells know; tests have a second.
    for reader in ["the cell", "all cells"] {
      #expect(abs(made["correlation of \(reader)"]) < 0.9)
      #expect(made["letters told right by \(reader), mean of inside and outside"] < 0.95)
    }
  }
}
