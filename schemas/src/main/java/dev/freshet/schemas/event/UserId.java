package dev.freshet.schemas.event;

/**
 * Identifies a user.
 *
 * @param value as the app chose it; not blank, without control characters, which are kept for
 *     records of the system itself
 */
public record UserId(String value) {

  public UserId {
    Ids.check(value, "user");
  }
}
