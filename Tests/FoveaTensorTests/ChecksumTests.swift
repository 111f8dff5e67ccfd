import Foundation
import FoveaTensor
import Testing

@Suite struct ChecksumTests {
  @Test("The check value of CRC-32/ISO-HDLC, and of nothing")
  func checkValue() {
    #expect(Data("123456789".utf8).crc32 == 0xCBF4_3926)
    #expect(Data().crc32 == 0)
    #expect(Data("IEND".utf8).crc32 == 0xAE42_6082)
  }
}
