package dev.freshet.serving.access;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a node. */
@Singleton
public final class ApiKeys {

  private final Map<String, ApiKey> keys = new LinkedHashMap<>();

  /** Compared with where no key has the id, so that an unknown id takes as long as a known one. */
  private final ApiKey decoy = ApiKey.make("none", Set.of(Role.READ), new SecureRandom()).key();

  /**
   * @throws IllegalArgumentException if a record cannot be read or two have the same id
   */
  ApiKeys(AccessConfig config) {
    AccessConfig.entries(config.keys()).stream().map(ApiKey::parse).forEach(this::add);
  }

  private void add(ApiKey key) {
    if (keys.putIfAbsent(key.id(), key) != null) {
      throw new IllegalArgumentException("freshet.access.keys: two keys have the id " + key.id());
    }
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The key that {@code text} is, if it is one. */
  Optional<ApiKey> authenticate(String text) {
    return PresentedKey.of(text)
        .flatMap(
            presented -> {
              ApiKey key = keys.getOrDefault(presented.id(), decoy);
              return key.matches(presented.secret()) && key != decoy
                  ? Optional.of(key)
                  : Optional.empty();
            });
  }
}
