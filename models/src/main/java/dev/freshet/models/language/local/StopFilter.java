package dev.freshet.models.language.local;

import java.util.List;

/**
 * Lets text through up to the first stop. What may be the beginning of a stop is held back until it
 * is clear that it is none.
 */
final class StopFilter {
  private final List<String> stops;
  private final StringBuilder text = new StringBuilder();
  private int passed;
  private boolean stopped;

  StopFilter(List<String> stops) {
    this.stops = stops;
  }

  /** Adds text and returns what is free to go. */
  String add(String piece) {
    if (stopped) {
      return "";
    }
    text.append(piece);
    int end = text.length();
    for (String stop : stops) {
      int at = text.indexOf(stop, passed);
      if (at >= 0 && at < end) {
        end = at;
        stopped = true;
      }
    }
    if (stopped) {
      text.setLength(end);
    } else {
      end -= held();
    }
    String free = text.substring(passed, end);
    passed = end;
    return free;
  }

  /** Length of the longest end of the text that begins a stop. */
  private int held() {
    int longest = 0;
    for (String stop : stops) {
      for (int i = Math.min(stop.length() - 1, text.length() - passed); i > longest; i--) {
        if (stop.startsWith(text.substring(text.length() - i))) {
          longest = i;
        }
      }
    }
    return longest;
  }

  boolean stopped() {
    return stopped;
  }

  /** Returns what was held back: nothing follows. */
  String finish() {
    String free = text.substring(passed);
    passed = text.length();
    return free;
  }

  /** All text up to the stop. */
  String text() {
    return text.toString();
  }
}
