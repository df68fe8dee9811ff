package shop;

/** Greets. */
public final class Greeter {
    public String greet( String name ){
        if(name.isBlank()) { return "Hello"; }
        return "Hello, "+name ;
    }
}
