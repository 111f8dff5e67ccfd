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

  @Test("The cell goes along with quotations on text that it was not picked on")
  func cell() throws {
    let made = try Sample.figure("quotes-cell")
    #expect(made["correlation of the cell"] > 0.1)
    #expect(made["correlation of the cell"] <= 1)
    #expect(made["told right by the cell, parted between its two means"] > 0.5)
  }

  @Test("The story has speech and narration, and always guessing the commoner is right as often")
  func shares() throws {
    let made = try Sample.figure("quotes-cell")
    let share = made["characters inside of quotation marks"]
    #expect(share > 0.3 && share < 0.95)
    #expect(made["told right by always guessing the commoner"] == max(share, 1 - share))
    let bySign = made["told right by the cell's sign"]
    #expect(bySign > 0 && bySign < 1)
  }
}
