internal import Host

/// Colours for one stream, or none. Colour never carries meaning alone.
struct Palette: Hashable, Sendable {
  enum Ink: String, Hashable, Sendable {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case magenta = "35"
    case cyan = "36"
    case boldRed = "1;31"
    case boldYellow = "1;33"
  }

  let isOn: Bool

  func paint(_ text: String, _ ink: Ink) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Decides for one stream. The command line wins; then NO_COLOR, for those who cannot use
  /// colours; then the variables that force them; then what the stream is.
  static func chosen(
    when: String, environment: Environment, terminal: Terminal?
  ) -> Palette {
    switch when {
    case "always": return Palette(isOn: true)
    case "never": return Palette(isOn: false)
    default: break
    }
    if environment.nonEmpty("NO_COLOR") != nil { return Palette(isOn: false) }
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
      if let value = environment.nonEmpty(name), value != "0" { return Palette(isOn: true) }
    }
    return Palette(isOn: terminal != nil && environment["TERM"] != "dumb")
  }
}
