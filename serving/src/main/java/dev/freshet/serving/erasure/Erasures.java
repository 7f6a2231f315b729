package dev.freshet.serving.erasure;

import java.time.Instant;

/** Says what is forgotten. */
@FunctionalInterface
public interface Erasures {

  /** Whether what the user did at that event time is forgotten. */
  boolean covers(String user, Instant at);
}
