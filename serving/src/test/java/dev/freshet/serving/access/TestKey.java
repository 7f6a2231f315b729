package dev.freshet.serving.access;

import java.security.SecureRandom;
import java.util.Set;

/**
 * A key for the tests of other packages.
 *
 * @param secret what its holder sends
 * @param record what a node is configured with
 */
public record TestKey(String secret, String record) {

  /** A new key of one role. */
  public static TestKey of(String id, Role role) {
    ApiKey.Made made = ApiKey.make(id, Set.of(role), new SecureRandom());
    return new TestKey(made.secret(), made.key().record());
  }

  /** The keys of a node with these records. */
  public static ApiKeys node(String records) {
    return new ApiKeys(new AccessConfig(records, false));
  }
}
