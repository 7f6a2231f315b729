package dev.freshet.schemas.event;

/**
 * Identifies a user.
 *
 * @param value as the app chose it; not blank
 */
public record UserId(String value) {

  public UserId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a user id must not be blank");
    }
  }
}
