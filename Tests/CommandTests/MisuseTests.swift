import Testing

/// Calls that no data could make right: exit code 64 and one line.
@Suite struct MisuseTests {
  struct Case: CustomTestStringConvertible {
    let line: String
    let says: String
    var testDescription: String { line }

    init(_ line: String, _ says: String) {
      self.line = line
      self.says = says
    }
  }

  static let cases = [
    Case("tran", "there is no verb 'tran'; the nearest are train, "),
    Case("filters mlp --lyer hidden", "Unknown option '--lyer'. Did you mean '--layer'?"),
    Case("filters", "Missing expected argument '<model>'"),
    Case("filters mlp --limit 0", "--limit must be 1 or more, got 0"),
    Case("filters mlp --threads 0", "--threads must be 1 to 1024, got 0"),
    Case("filters mlp --seed -1", "The value '-1' is invalid for '--seed <seed>'"),
    Case("attack mlp --data x --epsilon -0.1", "a radius is 0 or more, got -0.1"),
    Case("attack mlp --data x --epsilon=-8/255", "a radius is 0 or more, got -8/255"),
    Case("attack mlp --data x --epsilon 1/0", "'1/0' is no number; write 0.1 or 8/255"),
    Case("attack mlp --data x --epsilon nan", "'nan' is no number; write 0.1 or 8/255"),
    Case("attack mlp --data x --epsilon 0.1,", "'0.1,' is no list"),
    Case("attack mlp --data x --norm l3", "The value 'l3' is invalid for '--norm <norm>'"),
    Case("attack mlp", "give either a picture or --data, one of both"),
    Case("attack mlp a.png --data x", "give either a picture or --data, one of both"),
    Case("maps mlp --data x --index -1", "--index must be 0 or more, got -1"),
    Case("maximize mlp", "give an --objective, such as class:3 or conv1:0"),
    Case("maximize mlp --objective class:1 --rate -1", "--rate must be above 0, got -1.0"),
    Case("maximize mlp --objective class:1 --tv nan", "--tv must be 0 or more, got nan"),
    Case("maximize mlp --objective class:1 --bands 2,1", "--bands must grow from above 0"),
    Case("maximize mlp --objective class:1 --blur-every 0", "--blur-every must be above 0, got 0"),
    Case("maximize mlp --objective class:1 --ground 2", "--decay and --ground must be at most 1"),
    Case("maximize mlp --objective class:1 --decay nan", "--decay must be 0 or more, got nan"),
    Case("maximize mlp --objective class:1 --seeds 0,a", "'a' is no whole number from 0 up"),
    Case("maximize mlp --objective class:1 --steps 4 --snapshots 8", "there is no step 8 to keep"),
    Case("train --data x", "give --data and --model, or --resume with a checkpoint"),
    Case("train --data x --model mlp --epochs 0", "--epochs must be 1 or more, got 0"),
    Case(
      "train --data x --model mlp --optimizer adan",
      "there is no optimizer 'adan'; the nearest are adam, "),
    Case("train --data x --model mlp --momentum 0.9", "--momentum belongs to sgd and rmsprop"),
    Case("train --data x --model mlp --rate -1", "--rate must be 0 or more, got -1.0"),
    Case(
      "train --data x --model mlp --schedule step:2",
      "--schedule step is written step:EPOCHS:FACTOR"),
    Case("train --data x --model mlp --patience 3", "--patience needs pictures that are held back"),
    Case("train --data x --model mlp --every 5", "--every needs --checkpoint"),
    Case(
      "train --data x --model mlp --augment shft=2",
      "there is no change of pictures 'shft'; the nearest are shift, "),
    Case("train --resume c --rate 0.1 --batch 3", "leave out --batch, --rate"),
    Case("bptt --cells elman,lsmt", "there is no cell 'lsmt'; the nearest are lstm, "),
    Case("bptt --clip -1", "--clip must be a number above 0 or 'none', got '-1'"),
    Case("curves", "Missing expected argument '<runs> ...'"),
    Case("curves a --smoothing 1", "--smoothing must be 0 or more and below 1, got 1.0"),
    Case("describe mlp --batch 0", "--batch must be 1 or more"),
    Case("text", "give --data with a text to learn, or --model with a network"),
    Case("text --data x --minutes 0", "--minutes must be above 0, got 0.0"),
    Case("text --data x --validation 1", "--validation must lie between 0 and 1, got 1.0"),
    Case("text --data x --rows 0", "--rows must be 1 to 100000, got 0"),
    Case("text --model m --minutes 1", "--minutes trains the network on: give --data"),
    Case("text --model m --hidden 8", "the network of --model has its layers: leave out --hidden"),
    Case("text --model m --rate 1 --save n", "is not trained: leave out --rate, --save"),
    Case("text --model m --validation 0.1", "there is no --data: leave out --validation"),
  ]

  @Test(arguments: cases) func `misuse is told in one line`(_ one: Case) throws {
    let outcome = try Command.run(one.line.split(separator: " ").map(String.init))
    #expect(outcome.code == 64)
    #expect(outcome.out.isEmpty)
    #expect(outcome.errLines.count == 1)
    #expect(outcome.err.hasPrefix("fovea: "))
    #expect(outcome.err.contains(one.says), "\(outcome.err)")
    #expect(outcome.err.hasSuffix("--help')\n"))
  }
}
