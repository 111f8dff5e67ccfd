/// All colour maps: one table.
///
/// Anchors are evenly spaced; the colours between them are mixed in sRGB, which leaves the published tables by at most
/// 6 of 255 steps (2 in most maps), because anchors are dense.
extension ColorMap {
  /// Dark blue over green to yellow: the default for magnitudes.
  ///
  /// Source: Smith & van der Walt 2015, matplotlib, CC0.
  public static let viridis = ColorMap(
    "viridis",
    anchors: """
      440154 470d60 48186a 482374 472d7b 453681 424086 3f4989 3b528b 375a8d 33638d
      2f6a8e 2c728e 297a8e 26818e 23898e 21908c 1f988b 1f9f88 21a685 28ae80 31b57b
      3ebc74 4cc26c 5dc963 6ece58 82d34c 96d83f abdc32 c0df24 d5e21a eae51a fde725
      """)

  /// Black over purple to cream, for magnitudes.
  ///
  /// Source: Smith & van der Walt 2015, matplotlib, CC0.
  public static let magma = ColorMap(
    "magma",
    anchors: """
      000004 030311 0a0822 130d33 1d1146 28115a 36106a 430f76 50127c 5d177f 691c81
      762181 822681 8f2a81 9c2e7f a9327d b63779 c33b75 cf4170 db486a e65163 ee5c5e
      f5695c f9785d fb8761 fd9668 fea571 feb47b fec387 fed194 fde0a2 fceeb0 fcfdbf
      """)

  /// Black over red to yellow, for magnitudes.
  ///
  /// Source: Smith & van der Walt 2015, matplotlib, CC0.
  public static let inferno = ColorMap(
    "inferno",
    anchors: """
      000004 040312 0b0724 150b37 210c4a 2e0a5a 3c0965 4a0c6b 57106d 63146e 70196e
      7d1e6d 89226a 962766 a32b61 af315c bb3755 c63e4d d14644 db4f3b e35932 eb6528
      f1711e f67f14 f98d0a fb9c06 fcab0f fbba1f f9ca32 f5d949 f2e865 f3f586 fcffa4
      """)

  /// Blue over purple to yellow, for magnitudes.
  ///
  /// Source: Smith & van der Walt 2015, matplotlib, CC0.
  public static let plasma = ColorMap(
    "plasma",
    anchors: """
      0d0887 220690 310596 3f049c 4c02a1 5901a5 6600a7 7201a8 7e03a8 8909a6 9511a2
      9f1a9c a92396 b22c8e bb3587 c33e80 cb4778 d25071 d9596a e06263 e66c5c eb7555
      f07f4f f48a48 f89441 fb9f3a fdab33 feb72d fdc328 fcd025 f9dd25 f5eb27 f0f921
      """)

  /// Blue over grey to yellow: looks the same with and without red-green blindness.
  ///
  /// Source: Nuñez, Anderton & Renslow 2018.
  public static let cividis = ColorMap(
    "cividis",
    anchors: """
      00224e 00285b 002e6a 043371 1a386f 273e6e 32436d 3b496c 434e6c 4b546c 52596d
      5a5f6e 61656f 686a71 6f7073 757676 7c7b78 848179 8b8778 938d78 9b9376 a39a75
      aba072 b3a670 bbad6c c3b469 ccba64 d4c15f ddc958 e6d051 efd748 f8df3c fee838
      """)

  /// White to dark blue, for magnitudes on paper and for tables with numbers in their cells.
  ///
  /// Source: made in Oklab: even steps of lightness.
  public static let blues = ColorMap(
    "blues",
    anchors: """
      fafafa dfeff8 c6e4f6 add8f3 96cbf0 7fbfec 69b2e6 54a4e0 4097d9 2c89d1 1b7bc7
      176eb7 1361a7 0f5498 0b4888 083c79 053069
      """)

  /// Blue below zero, white at zero, red above it: for signed data.
  ///
  /// Source: made in Oklab: both halves have the same lightness.
  public static let redBlue = ColorMap(
    "redBlue", isDiverging: true,
    anchors: """
      053069 083c79 0b4888 0f5498 1361a7 176eb7 1b7bc7 2c89d1 4097d9 54a4e0 69b2e6
      7fbfec 96cbf0 add8f3 c6e4f6 dfeff8 fafafa fde7de fdd5c5 fcc2ad faaf95 f69c80
      f1896c ea7659 e26348 d85038 cd3c2a c1281e b01918 9c1419 881019 750c17 620914
      """)

  /// Blue below zero, light grey at zero, red above it: softer, for signed data.
  ///
  /// Source: Moreland 2009.
  public static let coolwarm = ColorMap(
    "coolwarm", isDiverging: true,
    anchors: """
      3b4cc0 445acc 4d68d7 5775e1 6282ea 6c8ef1 779af7 82a5fb 8db0fe 98b9ff a3c2fe
      aec9fc b8d0f9 c2d5f4 ccd9ee d5dbe6 dddddd e5d8d1 ecd3c5 f1ccb9 f4c4ad f7bba0
      f7b194 f7a687 f49a7b f18d6f ec7f63 e57058 de604d d55042 cb3e38 c0282f b40426
      """)

  /// A circle of colours that ends where it begins, for angles and phases.
  ///
  /// Source: Bechtold 2017, matplotlib, CC0.
  public static let twilight = ColorMap(
    "twilight",
    anchors: """
      e2d9e2 d6d7dd c2ced4 aac2cc 94b4c7 81a6c3 7296c1 6886be 6275ba 5f63b5 5e50ac
      5d3da0 592a8f 511b77 45135c 381145 301437 3a113a 4b1342 60184a 751e4f 882850
      993550 a74550 b25752 bc6958 c37d63 c89073 cca489 d2b6a3 d9c7bf dfd4d6 e2d9e2
      """)

  /// Black to white: each value is its own brightness.
  public static let grey = ColorMap("grey", anchors: "000000 ffffff")

  /// Every map, in the order to show them.
  public static let all: [ColorMap] = [
    viridis, magma, inferno, plasma, cividis, blues, grey, redBlue, coolwarm, twilight,
  ]
}
