import Fovea
import Gallery
import Testing

/// What the room of sequences shows, in numbers; what needs Shakespeare's plays has tests of its own.
@Suite("Exhibits on sequences")
struct SequenceExhibitTests {
  @Test(
    "A linear cell's gradient changes by the spectral radius a step, tanh and the sigmoid lower it")
  func firstInput() throws {
    let made = try Sample.figure("first-input-gradient")
    for radius in [0.5, 0.75, 1, 1.25, 1.5] {
      let name = "ρ = \(radius.short): factor a step"
      let linear = made["no function (linear), \(name)"]
      #expect(abs(linear - radius) < 0.12 * radius)
      #expect(made["tanh, \(name)"] < linear)
      #expect(made["sigmoid, \(name)"] < 0.27 * radius + 0.05)
    }
    #expect(
      made["LSTM, forget bias 3: factor a step"] > made["Elman, tanh: factor a step"])
    #expect(
      made["LSTM, forget bias 3: factor a step"] > made["LSTM: factor a step"])
    for cell in ["Elman, tanh", "LSTM", "GRU"] { #expect(made["\(cell): factor a step"] < 0.8) }
  }

  @Test("At the cliff the gradient explodes; clipping keeps the run near and lets it learn")
  func cliff() throws {
    let made = try Sample.figure("clipping-cliff")
    #expect(made["largest norm of a gradient, free run"] > 5)
    #expect(
      made["farthest from the start, free run"]
        > 2 * made["farthest from the start, clipped run"])
    #expect(made["loss at the end, clipped run"] < 0.5 * made["loss at the start"])
    // 320 steps are made; the free run leaves by one of the first.
    #expect(made["steps of the clipped run within the picture"] == 320)
    #expect(made["steps of the free run within the picture"] < 20)
  }

  @Test("Gated cells remember over forty words what an Elman cell has lost")
  func recall() throws {
    let made = try Sample.figure("recall-by-distance")
    #expect(made["Elman: right at distance 5"] > 0.6)
    #expect(made["Elman: right at distance 40"] < 0.45)
    #expect(made["LSTM: right at distance 40"] > made["Elman: right at distance 40"] + 0.2)
    #expect(made["LSTM: right at distance 5"] > 0.8 && made["GRU: right at distance 5"] > 0.8)
  }

  @Test("The lecture's networks have the weights that it counts, and learn their word")
  func oneHot() throws {
    let made = try Sample.figure("one-hot-characters")
    #expect(made["weights W_hx, 8 characters"] == made["the lecture's W_hx"])
    #expect(made["weights W_hh"] == 9)
    #expect(made["weights W_hh of one neuron, as the lecture counts"] == 3)
    #expect(made["weights W_yh"] == 24 && made["biases b_h"] == 3)
    #expect(made["least probability of a right character before"] < 0.3)
    #expect(made["least probability of a right character after"] > 0.8)
    #expect(made["steps whose likeliest character is the right one, after"] == 4)
  }

  @Test(
    "Each form of sequence is learnt well above guessing",
    arguments: [
      ("one to one", 0.6), ("one to many", 0.4), ("many to one", 0.4),
      ("many to many, aligned", 0.8), ("many to many, shifted", 0.1),
    ])
  func forms(title: String, least: Double) throws {
    let made = try Sample.figure("sequence-forms-scores")
    #expect(made["\(title): right"] > least)
    #expect(made["\(title): right"] > made["\(title): by guessing"] + 0.05)
    #expect(made["\(title): to be reached with all work"] > 0.9)
  }

  @Test("Sentences that are tested are not among those learnt, and the likeliest is 1 of 7,680")
  func heldOut() throws {
    for file in ["sequence-forms-aligned", "sequence-forms-shifted", "random-field-tagger"] {
      #expect(try Sample.figure(file)["test sentences that training had"] == 0)
    }
    let scores = try Sample.figure("sequence-forms-scores")
    #expect(abs(scores["many to many, shifted: by guessing"] * 7680 - 1) < 1e-9)
    #expect(try Sample.figures()["sequence-forms"]?.first?.file == "sequence-forms-scores")
  }

  @Test("Each cell tags words better than a word list does")
  func cells() throws {
    let made = try Sample.figure("sequence-forms-scores")
    for cell in ["Elman", "LSTM", "GRU"] {
      #expect(
        made["many to many, aligned: right, \(cell)"]
          > made["many to many, aligned: by guessing"] + 0.02)
    }
  }

  @Test("A model of words knows what cats drink as the grammar does")
  func nextWord() throws {
    let made = try Sample.figure("next-word")
    func told(_ word: String) -> Double { made["the cat drank the \(word), by the network"] }
    #expect(told("milk") > told("water"))
    #expect(told("water") > told("whiskey"))
    #expect(told("whiskey") > told("cow"))
    #expect(made["the cat drank the milk, by the grammar"] == 0.7)
    #expect(abs(told("milk") - 0.7) < 0.2)
    #expect(told("cow") < 0.03)
  }

  @Test(
    "A random field gets more sentences right than the tagger alone, and that more than a word list"
  )
  func randomField() throws {
    let made = try Sample.figure("random-field-tagger")
    #expect(made["sentences right, with the field"] > made["sentences right, tagger alone"] + 0.02)
    #expect(made["words right, with the field"] > made["words right, tagger alone"])
    #expect(
      made["words right, tagger alone"] > made["words right by each word's commonest tag"])
    #expect(
      made["the sentence shown: score of the best path in nats"]
        < made["the sentence shown: ln Z in nats"])
  }

  @Test(
    "A recurrent network tells readings better than each simple rule, and not better than noise lets it"
  )
  func sensor() throws {
    let made = try Sample.figure("sensor-forecast")
    let own = made["error of LSTM"]
    for rule in ["last reading", "mean of five", "line through two"] {
      #expect(own < made["error of \(rule)"])
    }
    #expect(own > made["noise of the sensor"])
    func ahead(_ rule: String) -> Double { made["error of \(rule), on the way ahead"] }
    // A line through readings a and b errs by the noise of 2b − a and of the next: √6 of it.
    #expect(abs(ahead("line through two") - 6.0.squareRoot() * made["noise of the sensor"]) < 0.01)
    #expect(ahead("mean of five") > ahead("last reading"))
    #expect(ahead("last reading") > ahead("line through two"))
    #expect(ahead("LSTM") < ahead("mean of five"))
    for rule in ["LSTM", "last reading", "mean of five", "line through two"] {
      #expect(made["error of \(rule), in a turn"] > 2 * ahead("line through two"))
    }
    #expect(made["error of LSTM, in a turn"] < made["error of last reading, in a turn"])
  }
}
