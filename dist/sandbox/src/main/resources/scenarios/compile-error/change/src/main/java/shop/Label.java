package shop;

/** Prices as people read them. */
public final class Label {
  private Label() {}

  public static String of(long cents, String country) {
    Currency currency = Currencies.ofCountry(country);
    return "%d.%02d %s".formatted(cents / 100, cents % 100, currency.getSymbol());
  }
}
