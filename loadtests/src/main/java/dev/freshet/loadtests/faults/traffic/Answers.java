package dev.freshet.loadtests.faults.traffic;

import java.util.concurrent.atomic.LongAdder;

/** Counts what serving answered, to events and to pages alike. Thread-safe. */
public final class Answers {

  private final LongAdder pages = new LongAdder();
  private final LongAdder fallbacks = new LongAdder();
  private final LongAdder shed = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder refusedEvents = new LongAdder();
  private final LongAdder silent = new LongAdder();
  private final LongAdder unanswered = new LongAdder();

  /** A page was asked for. */
  public void page(int status, boolean fallback) {
    pages.increment();
    if (status >= 500) {
      errors.increment();
    } else if (status == 429) {
      shed.increment();
    } else if (fallback) {
      fallbacks.increment();
    }
  }

  /** Events were posted. 503 says that Kafka does not acknowledge, which is no error of serving. */
  public void events(int status) {
    if (status == 503) {
      refusedEvents.increment();
    } else if (status >= 500) {
      errors.increment();
    }
  }

  /** A node did not answer; another one may. */
  public void silent() {
    silent.increment();
  }

  /** No node answered. */
  public void none() {
    unanswered.increment();
  }

  /** The counts as they are now. */
  public Counts counts() {
    return new Counts(
        pages.sum(),
        fallbacks.sum(),
        shed.sum(),
        errors.sum(),
        refusedEvents.sum(),
        silent.sum(),
        unanswered.sum());
  }

  /**
   * What was answered in a span of time.
   *
   * @param pages pages asked for and answered
   * @param fallbacks of these, pages with a fallback
   * @param shed of these, answers with 429
   * @param errors answers with 5xx, the next ones left out
   * @param refusedEvents batches of events answered with 503
   * @param silent times that a node did not answer
   * @param unanswered requests that no node answered
   */
  public record Counts(
      long pages,
      long fallbacks,
      long shed,
      long errors,
      long refusedEvents,
      long silent,
      long unanswered) {

    /** What came after {@code earlier}. */
    public Counts since(Counts earlier) {
      return new Counts(
          pages - earlier.pages,
          fallbacks - earlier.fallbacks,
          shed - earlier.shed,
          errors - earlier.errors,
          refusedEvents - earlier.refusedEvents,
          silent - earlier.silent,
          unanswered - earlier.unanswered);
    }
  }
}
