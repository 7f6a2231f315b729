package dev.freshet.serving.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a page is put together; other than the first they are arms of experiments. */
public enum Strategy {
  /** By the model. */
  PERSONALISED,
  /** The most watched videos that the user has not seen. */
  TRENDING,
  /** Unseen videos of the whole catalogue by chance. */
  RANDOM;

  /** As it is written in requests and answers. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The strategy that is written so. */
  public static Optional<Strategy> of(String title) {
    return Arrays.stream(values()).filter(strategy -> strategy.title().equals(title)).findFirst();
  }
}
