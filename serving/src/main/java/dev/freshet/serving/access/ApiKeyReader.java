package dev.freshet.serving.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.reader.TokenReader;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Finds a key in the header {@code X-API-Key}; {@code Authorization: Bearer} is read already. A
 * beacon, which can have no such header, has its key in the parameter {@code key}.
 */
@Singleton
public final class ApiKeyReader implements TokenReader<HttpRequest<?>> {

  private static final String HEADER = "X-API-Key";
  private static final String PARAMETER = "key";
  private static final String MAY_USE_PARAMETER = "freshet.key.parameter";

  /** Lets the key of this request come in the parameter. */
  public static void allowParameter(HttpRequest<?> request) {
    request.setAttribute(MAY_USE_PARAMETER, true);
  }

  /** Whether it may; then only a key that is public anyway is taken. */
  static boolean mayUseParameter(HttpRequest<?> request) {
    return request.getAttribute(MAY_USE_PARAMETER).isPresent();
  }

  @Override
  public Optional<String> findToken(HttpRequest<?> request) {
    return Optional.ofNullable(request.getHeaders().get(HEADER))
        .map(String::strip)
        .or(
            () ->
                mayUseParameter(request)
                    ? request.getParameters().getFirst(PARAMETER)
                    : Optional.empty());
  }
}
