package shop;

/** Prices as people read them. */
public final class Label {
  private Label() {}

  public static String of(long cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }
}
