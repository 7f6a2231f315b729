package dev.freshet.serving.access;

import java.util.Optional;

/**
 * A key as a client sends it: {@code freshet_ID.SECRET}. Written as text it leaves the secret out.
 *
 * @param id which key it claims to be
 * @param secret what only its holder knows
 */
record PresentedKey(String id, String secret) {

  /** Lets tools that look for leaked keys find this kind. */
  static final String PREFIX = "freshet_";

  private static final int MAX_LENGTH = 256;

  /** The parts of {@code text}; nothing where it cannot be a key. */
  static Optional<PresentedKey> of(String text) {
    int dot = text.indexOf('.');
    return text.length() > MAX_LENGTH || !text.startsWith(PREFIX) || dot < PREFIX.length()
        ? Optional.empty()
        : Optional.of(
            new PresentedKey(text.substring(PREFIX.length(), dot), text.substring(dot + 1)));
  }

  @Override
  public String toString() {
    return "PresentedKey[id=" + id + "]";
  }
}
