package dev.freshet.models.data;

import dev.freshet.schemas.event.EventKind;

/** What a row of a log can say besides that the video was watched; a bit each. */
enum Outcome {
  LIKE(EventKind.LIKE, 1),
  FOLLOW(EventKind.FOLLOW, 2),
  COMMENT(EventKind.COMMENT, 4),
  SHARE(EventKind.SHARE, 8),
  HIDE(EventKind.HIDE, 16);

  private final EventKind kind;
  private final int bit;

  Outcome(EventKind kind, int bit) {
    this.kind = kind;
    this.bit = bit;
  }

  EventKind kind() {
    return kind;
  }

  int bit() {
    return bit;
  }

  boolean in(int outcomes) {
    return (outcomes & bit) != 0;
  }
}
