package dev.freshet.loadtests.audience;

import dev.freshet.schemas.feature.SeenVideos;
import java.util.Locale;

/** How the pages of a user are made, for as long as the user exists. */
enum Arm {
  PERSONALISED,
  TRENDING,
  RANDOM;

  /** The arm of {@code user}, by hash. */
  static Arm of(String user) {
    return values()[(int) Long.remainderUnsigned(SeenVideos.hash(user), values().length)];
  }

  /** The name that the API knows it by. */
  String strategy() {
    return name().toLowerCase(Locale.ROOT);
  }
}
