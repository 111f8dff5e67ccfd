/// The instructions of Python's pickles, of which the standard library's `pickletools` is the reference.
enum PickleOpcode: UInt8 {
  case protocolVersion = 0x80
  case frame = 0x95
  case stop = 0x2e  // .
  case mark = 0x28  // (
  case pop = 0x30  // 0
  case popMark = 0x31  // 1
  case duplicate = 0x32  // 2

  case none = 0x4e  // N
  case newTrue = 0x88
  case newFalse = 0x89
  case integerText = 0x49  // I
  case integer4 = 0x4a  // J
  case integer1 = 0x4b  // K
  case integer2 = 0x4d  // M
  case longText = 0x4c  // L
  case long1 = 0x8a
  case long4 = 0x8b
  case realText = 0x46  // F
  case real8 = 0x47  // G
  case stringText = 0x53  // S
  case string4 = 0x54  // T
  case string1 = 0x55  // U
  case unicodeText = 0x56  // V
  case unicode4 = 0x58  // X
  case unicode1 = 0x8c
  case unicode8 = 0x8d
  case bytes4 = 0x42  // B
  case bytes1 = 0x43  // C
  case bytes8 = 0x8e
  case byteArray8 = 0x96

  case emptyList = 0x5d  // ]
  case list = 0x6c  // l
  case append = 0x61  // a
  case appends = 0x65  // e
  case emptyTuple = 0x29  // )
  case tuple = 0x74  // t
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case emptyDictionary = 0x7d  // }
  case dictionary = 0x64  // d
  case setItem = 0x73  // s
  case setItems = 0x75  // u
  case emptySet = 0x8f
  case addItems = 0x90
  case frozenSet = 0x91

  case get = 0x67  // g
  case shortGet = 0x68  // h
  case longGet = 0x6a  // j
  case put = 0x70  // p
  case shortPut = 0x71  // q
  case longPut = 0x72  // r
  case memoize = 0x94

  case global = 0x63  // c
  case stackGlobal = 0x93
  case reduce = 0x52  // R
  case build = 0x62  // b
  case instance = 0x69  // i
  case object = 0x6f  // o
  case newObject = 0x81
  case newObjectWithNames = 0x92
  case persistentText = 0x50  // P
  case persistent = 0x51  // Q
}
