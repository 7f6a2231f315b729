package dev.freshet.models.paper.length.writer;

import java.util.Arrays;

/** What the writer hears about the words that are still to be written: a range, or nothing. */
enum Remaining {
  /** Not told, as the proposal {@code p} of the paper wants it. */
  UNKNOWN(0, 0),
  ONE(1, 1),
  TWO(2, 2),
  THREE(3, 3),
  TO_FIVE(4, 5),
  TO_EIGHT(5, 8),
  TO_TWELVE(6, 12),
  TO_SEVENTEEN(7, 17),
  MORE(8, Integer.MAX_VALUE);

  private final int code;
  private final int most;

  /** The code is a part of trained writers: it never changes. */
  Remaining(int code, int most) {
    this.code = code;
    this.most = most;
  }

  /** Number of the range, from 0. */
  int code() {
    return code;
  }

  /** The range that holds a number of words; {@link #ONE} for none. */
  static Remaining of(int words) {
    return Arrays.stream(values())
        .filter(range -> range != UNKNOWN && words <= range.most)
        .findFirst()
        .orElse(MORE);
  }
}
