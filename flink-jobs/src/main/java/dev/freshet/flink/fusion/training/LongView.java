package dev.freshet.flink.fusion.training;

/** That a user watched a video long. */
record LongView(String user, String video) {
  private static final char SEPARATOR = '\0';

  /** As it is kept in the state. */
  String text() {
    return user + SEPARATOR + video;
  }

  /** Reads what {@link #text} wrote. */
  static LongView of(String text) {
    int at = text.indexOf(SEPARATOR);
    return new LongView(text.substring(0, at), text.substring(at + 1));
  }
}
