package dev.freshet.models.data.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the values of a text file are laid out.
 *
 * @param delimiter what separates values, one character or several
 * @param quoted whether values may be in quotes as RFC 4180 says, with delimiters, line breaks and
 *     doubled quotes inside; where not, a quote is a character like others and each line is a row
 * @param header whether the first row names the columns
 * @param charset of a file that does not begin with a byte-order mark
 */
public record TextFormat(String delimiter, boolean quoted, boolean header, Charset charset) {

  /** RFC 4180 with a header, UTF-8. */
  public static final TextFormat CSV =
      new TextFormat(",", /* quoted= */ true, /* header= */ true, StandardCharsets.UTF_8);

  /** A format without quotes and without a header. */
  public static TextFormat plain(String delimiter, Charset charset) {
    return new TextFormat(delimiter, /* quoted= */ false, /* header= */ false, charset);
  }
}
