import Fovea
import Gallery
import Testing

/// What is shown of a character model of Shakespeare's plays; left out where nobody fetched them.
@Suite(
  "Exhibits on Shakespeare's plays",
  .enabled(
    if: Sample.exhibits.contains { $0.name == "character-model" },
    "the plays are not there: scripts/fetch-text.sh fetches them"))
struct PlaysExhibitTests {
  @Test("The model learns, and needs fewer bits than counting letters does")
  func bits() throws {
    let made = try Sample.figure("character-model")
    let last = made["bits per character held back, at last"]
    #expect(made["bits per character held back, at first"] > 6)
    #expect(last < made["counting letters"])
    #expect(made["counting letters"] > made["counting behind one letter"])
    #expect(made["counting behind one letter"] > made["counting behind two letters"])
  }

  @Test("Text is likelier than chance would make it, and cold text has more words that there are")
  func samples() throws {
    let made = try Sample.figure("character-model-samples")
    // The plays have some eighty different characters.
    for temperature in ["0.5", "0.8", "1"] {
      #expect(made["mean probability of its letters at temperature \(temperature)"] > 1 / 40)
    }
    #expect(
      made["words that the plays have, at temperature 0.5"]
        >= made["words that the plays have, at temperature 1"])
  }

  @Test("The likeliest next character is right far more often than by chance")
  func nextCharacters() throws {
    let made = try Sample.figure("next-characters")
    #expect(made["the likeliest is right"] > 0.2)
    #expect(made["one of the five is right"] > made["the likeliest is right"])
    #expect(made["mean probability of the likeliest"] < 1)
  }

  @Test("There are cells that follow the text, on text that they were not picked on")
  func cells() throws {
    let made = try Sample.figure("character-cells")
    #expect(abs(made["place in the word: correlation of its cell"]) > 0.3)
    #expect(abs(made["capital letters: correlation of its cell"]) > 0.3)
    #expect(abs(made["between speeches: correlation of its cell"]) > 0.2)
  }

  @Test(
    "Shares of open and shut gates are shares, and the forget gate is open more often than shut")
  func gates() throws {
    let made = try Sample.figure("gate-openings-saturation")
    for gate in ["forget gate", "input gate", "output gate"] {
      let (open, shut) = (made["\(gate): open, on average"], made["\(gate): shut, on average"])
      #expect(open >= 0 && shut >= 0 && open + shut < 1)
    }
    #expect(made["forget gate: open, on average"] > made["forget gate: shut, on average"])
  }

  @Test("Vectors of letters and words of one kind lie together more often than by chance")
  func embeddings() throws {
    for what in ["letters", "words"] {
      let made = try Sample.figure("embedding-maps-\(what)")
      #expect(
        made["\(what): nearest vector is of the same kind"]
          > made["\(what): of the same kind by chance"] + 0.02)
    }
  }
}
