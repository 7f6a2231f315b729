package dev.freshet.models.paper.length;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/**
 * Counts columns of a fixed-width display. A grapheme cluster takes two where one of its characters
 * is wide or full-width (UAX 11) or shown as an emoji, none where all are marks or controls, else
 * one.
 */
public final class ColumnMeter implements LengthMeter {

  private static final int EMOJI_VARIATION = 0xFE0F;

  @Override
  public int measure(String text) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(ULocale.ROOT);
    breaks.setText(text);
    int columns = 0;
    int from = 0;
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      columns += text.substring(from, to).codePoints().map(ColumnMeter::columns).max().orElse(0);
      from = to;
    }
    return columns;
  }

  private static int columns(int character) {
    if (character == EMOJI_VARIATION) {
      return 2;
    }
    int width = UCharacter.getIntPropertyValue(character, UProperty.EAST_ASIAN_WIDTH);
    if (width == UCharacter.EastAsianWidth.WIDE || width == UCharacter.EastAsianWidth.FULLWIDTH) {
      return 2;
    }
    return switch (UCharacter.getType(character)) {
      case UCharacter.NON_SPACING_MARK,
          UCharacter.ENCLOSING_MARK,
          UCharacter.CONTROL,
          UCharacter.FORMAT ->
          0;
      default -> 1;
    };
  }
}
