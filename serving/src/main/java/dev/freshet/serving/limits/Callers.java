package dev.freshet.serving.limits;

import io.micronaut.http.HttpRequest;

/** Who asks: a key or, without one, an address. */
final class Callers {

  private Callers() {}

  /** Name of the caller, after it is known who asks. */
  static String name(HttpRequest<?> request) {
    return request
        .getUserPrincipal()
        .map(key -> "key " + key.getName())
        .orElseGet(() -> "address " + Networks.name(request.getRemoteAddress().getAddress()));
  }
}
