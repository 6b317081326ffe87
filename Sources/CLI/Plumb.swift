/// The program.
public enum Plumb {
  public static func main() async {}
}
