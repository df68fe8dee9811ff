package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PriceTest {
  @Test
  void onePieceCostsItsPrice() {
    assertEquals(250, Price.total(250, 1));
  }

  @Test
  void threePiecesCostThreeTimesAsMuch() {
    assertEquals(750, Price.total(250, 3));
  }
}
