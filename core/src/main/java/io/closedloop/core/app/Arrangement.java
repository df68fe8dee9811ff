package io.closedloop.core.app;

import com.google.common.base.Suppliers;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Scopes;
import com.google.inject.Stage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** How the parts of a server fit together; found out before there is what they stand on. */
final class Arrangement {
  private final CompletableFuture<Foundation> foundation = new CompletableFuture<>();
  private final Supplier<Injector> injector =
      Suppliers.memoize(
          () -> Guice.createInjector(Stage.DEVELOPMENT, new CoreModule(foundation::join)));

  /** Finds it out; makes no part. */
  void findOut() {
    Injector _ = injector.get();
  }

  /** Makes all parts. */
  Injector made(Foundation given) {
    foundation.complete(given);
    Injector parts = injector.get();
    parts.getAllBindings().values().stream()
        .filter(Scopes::isSingleton)
        .forEach(binding -> binding.getProvider().get());
    return parts;
  }
}
