package dev.freshet.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long a test waits for what must happen. The limit only bounds a test that fails: it is so
 * long that a busy machine with one slow core stays below it.
 */
public final class Patience {

  /** The limit of every wait. */
  public static final Duration LIMIT = Duration.ofMinutes(5);

  private Patience() {}

  /** Awaitility, with {@link #LIMIT} in place of its ten seconds. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT);
  }
}
