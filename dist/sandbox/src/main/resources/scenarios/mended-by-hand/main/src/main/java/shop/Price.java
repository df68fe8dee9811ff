package shop;

/** Prices in cents. */
public final class Price {
  private Price() {}

  /** What so many pieces cost. */
  public static long total(long each, int pieces) {
    return each * pieces;
  }
}
