package dev.freshet.schemas.event;

/**
 * Identifies a user.
 *
 * @param value as the app chose it; not blank, without control characters, which are kept for
 *     records of the system itself
 */
public record UserId(String value) {

  public UserId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a user id must not be blank");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a user id must not have control characters");
    }
  }
}
