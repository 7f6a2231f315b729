package dev.freshet.serving.intake;

import dev.freshet.schemas.validation.Bounds;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Rules of text that comes from outside. */
public final class Texts {

  /** Longest id of a user, video, event or request, in UTF-16 units. */
  public static final int MAX_ID = Bounds.ID;

  /**
   * Stands for bytes that are no UTF-8. Unicode calls it a noncharacter: no text may contain it.
   */
  private static final char MALFORMED = '\uFFFF';

  private Texts() {}

  /**
   * Reads {@code body} as text, in which {@link #MALFORMED} marks each place that is no UTF-8, so
   * that the field it lies in can be named and the others be taken.
   */
  static Reader reader(byte[] body) {
    return new InputStreamReader(
        new ByteArrayInputStream(body),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(MALFORMED)));
  }

  /**
   * The id, if it may be one.
   *
   * @throws InvalidField if it is blank, too long, or holds what no id may hold
   */
  public static String id(String field, String value) throws InvalidField {
    if (value.isBlank()) {
      throw new InvalidField(field, "must not be empty");
    }
    checkText(field, value, MAX_ID);
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new InvalidField(field, "must not contain control characters");
      }
    }
    return value;
  }

  /**
   * Checks that the text is whole and not too long.
   *
   * @throws InvalidField if it is not
   */
  static void checkText(String field, String value, int maxLength) throws InvalidField {
    if (value.length() > maxLength) {
      throw new InvalidField(field, "must not be longer than " + maxLength + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == MALFORMED) {
        throw new InvalidField(field, "is not valid UTF-8");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new InvalidField(field, "contains half of a surrogate pair");
      }
    }
  }
}
