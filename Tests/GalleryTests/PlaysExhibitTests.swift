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
    #expect(made["counting letters"] > made["counting after one letter"])
    #expect(made["counting after one letter"] > made["counting after two letters"])
    // The Winter's Tale.
    #expect(made["characters held back"] == 152_752)
  }

  @Test("Text is likelier than chance would make it, and the colder the likelier")
  func samples() throws {
    let made = try Sample.figure("character-model-samples")
    // The plays have some eighty different characters.
    for temperature in ["0.3", "0.8", "1.2"] {
      #expect(made["mean probability of its letters at temperature \(temperature)"] > 1 / 40)
    }
    #expect(made["words that the plays have, in %, at temperature 0.3"] > 0)
    func likely(_ temperature: String) -> Double {
      made["mean probability of its letters at temperature \(temperature)"]
    }
    #expect(likely("0.3") > likely("0.8") && likely("0.8") > likely("1.2"))
  }

  @Test("The likeliest next character is right far more often than by chance")
  func nextCharacters() throws {
    let made = try Sample.figure("next-characters")
    #expect(made["the likeliest is right"] > 0.2)
    #expect(made["one of the five is right"] > made["the likeliest is right"])
    #expect(made["mean probability of the likeliest"] < 1)
    #expect(
      made["mean probability of the likeliest within words"]
        > made["mean probability of the likeliest where a word begins"])
  }

  @Test("There are cells that follow the text, on text that they were not picked on")
  func cells() throws {
    let made = try Sample.figure("character-cells")
    // Signs are turned where cells were picked: what is no chance is positive on other text.
    #expect(made["place in the word: correlation of its cell"] > 0.3)
    #expect(made["capital letters: correlation of its cell"] > 0.3)
    #expect(made["between speeches: correlation of its cell"] > 0.2)
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
    let letters = try Sample.figure("gate-openings-letters")
    for feature in ["capital letters", "place in the line"] {
      #expect(abs(letters["\(feature): correlation of its cell"]) > 0.2)
    }
  }

  @Test("Vectors of letters and words of one kind lie together more often than by chance")
  func embeddings() throws {
    for what in ["letters", "words"] {
      let made = try Sample.figure("embedding-maps-\(what)")
      #expect(
        made["\(what): nearest vector is of the same kind"]
          > made["\(what): of the same kind by chance"] + 0.02)
    }
    let letters = try Sample.figure("embedding-maps-letters")
    let own = "capitals whose nearest small letter is their own"
    let shares = ["in the vectors", "in the t-SNE map"].map { letters["\(own), \($0)"] }
    #expect((shares.max() ?? 0) > letters["\(own), by chance"])
  }
}
