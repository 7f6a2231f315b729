package dev.freshet.serving.access;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Says who the holder of a key is, and which roles the key has. */
@Singleton
final class ApiKeyValidator implements TokenValidator<HttpRequest<?>> {

  private final ApiKeys keys;

  ApiKeyValidator(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
    return keys.authenticate(token)
        .filter(key -> request == null || !ApiKeyReader.mayUseParameter(request) || key.isPublic())
        .map(ApiKeyValidator::authentication)
        .map(Publishers::just)
        .orElseGet(Publishers::empty);
  }

  private static Authentication authentication(ApiKey key) {
    List<String> roles = key.roles().stream().map(Role::title).toList();
    return Authentication.build(key.id(), roles);
  }
}
