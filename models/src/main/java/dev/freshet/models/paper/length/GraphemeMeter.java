package dev.freshet.models.paper.length;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/** Counts extended grapheme clusters (UAX 29): a family emoji or a letter with marks is one. */
public final class GraphemeMeter implements LengthMeter {

  @Override
  public int measure(String text) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(ULocale.ROOT);
    breaks.setText(text);
    int count = 0;
    while (breaks.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }
}
