package dev.freshet.models.language.remote;

/** A key of a server, which no message and no log shows. */
public final class ApiKey {
  private final String value;

  public ApiKey(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a key must not be blank");
    }
    this.value = value;
  }

  /** The header that carries it. */
  String header() {
    return "Bearer " + value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
