/// Bytes as text.
enum Base64Text {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    var held: UInt32 = 0
    var count = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      count += 1
      guard count == 3 else { continue }
      for shift in [18, 12, 6, 0] { text.append(letters[Int(held >> UInt32(shift) & 63)]) }
      (held, count) = (0, 0)
    }
    if count == 1 {
      text += [letters[Int(held >> 2)], letters[Int(held << 4 & 63)]] + Array("==".utf8)
    }
    if count == 2 {
      text += [
        letters[Int(held >> 10)], letters[Int(held >> 4 & 63)], letters[Int(held << 2 & 63)],
      ]
      text.append(UInt8(ascii: "="))
    }
    return String(decoding: text, as: UTF8.self)
  }
}
