import COneDNN
import Testing

extension OneDNN {
  @Suite struct LayoutTests {
    @Test func plain() throws {
      let layout = try Layout.plain([2, 3, 4])
      #expect(layout.bytes == 96)
      #expect(layout.isPlain)
      #expect(layout.dims == [2, 3, 4])
      #expect(layout.text == "2x3x4 strides 12,4,1")
    }

    @Test func strided() throws {
      let turned = try Layout.strided([3, 4], [1, 3])
      #expect(!turned.isPlain)
      #expect(turned.bytes == 48)
      #expect(turned.text == "3x4 strides 1,3")
      let gaps = try Layout.strided([3, 4], [6, 1])
      #expect(!gaps.isPlain)
      #expect(gaps.bytes >= 4 * 16)
    }

    @Test func `A copy outlives its origin`() throws {
      let copy = try Layout.strided([3, 4], [1, 3]).copy()
      #expect(copy.text == "3x4 strides 1,3")
    }

    @Test func equality() throws {
      let plain = try Layout.plain([2, 1, 4])
      #expect(plain.equals(try Layout.plain([2, 1, 4])))
      #expect(!plain.equals(try Layout.plain([2, 4, 1])))
      #expect(!plain.equals(try Layout.strided([2, 1, 4], [1, 1, 2])))
      // The stride of an axis of size 1 is never used.
      let same = try Layout.strided([2, 1, 4], [4, 77, 1])
      #expect(same.isPlain)
      #expect(plain.equals(same))
    }

    @Test func `A short text is cut, and its whole length told`() throws {
      let layout = try Layout.plain([2, 3, 4])
      var room = [CChar](repeating: 1, count: 6)
      #expect(unsafe fovea_layout_describe(layout.handle, &room, 6) == 20)
      #expect(room == [50, 120, 51, 120, 52, 0])
    }

    @Test(arguments: [[], [Int](repeating: 1, count: 13), [2, -3]])
    func `Refuses impossible dimensions`(_ dims: [Int]) throws {
      #expect(throws: Refusal.self) { try Layout.plain(dims) }
      #expect(throws: Refusal.self) { try Layout.strided(dims, dims) }
      #expect(Refusal().description == "oneDNN memory layout: invalid arguments")
    }
  }
}
