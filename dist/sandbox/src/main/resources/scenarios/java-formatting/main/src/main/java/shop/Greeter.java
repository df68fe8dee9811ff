package shop;

/** Greets. */
public final class Greeter {
  public String greet() {
    return "Hello";
  }
}
