package dev.freshet.loadtests.audience;

import dev.freshet.loadtests.http.Page;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what went over the wire. Thread-safe. */
final class Traffic {

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

  private final LongAdder pages = new LongAdder();
  private final LongAdder modelPages = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder uploads = new LongAdder();
  private final AtomicLong step = new AtomicLong(-1);
  private final AtomicLong rowsStep = new AtomicLong(-1);
  private final Map<String, Long> fallbacks = new TreeMap<>();
  private final Histogram pageMicros = new ConcurrentHistogram(LONGEST_MICROS, 3);

  /** A page came after {@code took}. */
  void page(Arm arm, Page page, Duration took) {
    pages.increment();
    pageMicros.recordValue(Math.min(took.toNanos() / 1_000, LONGEST_MICROS));
    step.accumulateAndGet(page.knows().step(), Math::max);
    rowsStep.accumulateAndGet(page.knows().rowsStep(), Math::max);
    if (arm != Arm.PERSONALISED) {
      return;
    }
    if (page.fallback() != null) {
      synchronized (fallbacks) {
        fallbacks.merge(page.fallback(), 1L, Long::sum);
      }
    } else if (page.knows().step() > 0) {
      modelPages.increment();
    }
  }

  /** The server took {@code accepted} events and refused {@code refused} others. */
  void acknowledged(int accepted, int refused) {
    acknowledged.add(accepted);
    rejected.add(refused);
  }

  /** The run ended before the server answered for {@code events} events. */
  void abandoned(int events) {
    abandoned.add(events);
  }

  /** A request failed and will be made again. */
  void failure() {
    failures.increment();
  }

  /** A new video is in the catalogue. */
  void upload() {
    uploads.increment();
  }

  /** All counts as they are now. */
  Counts counts() {
    Map<String, Long> reasons;
    synchronized (fallbacks) {
      reasons = Map.copyOf(fallbacks);
    }
    return new Counts(
        pages.sum(),
        modelPages.sum(),
        reasons,
        acknowledged.sum(),
        rejected.sum(),
        abandoned.sum(),
        failures.sum(),
        uploads.sum(),
        step.get(),
        rowsStep.get(),
        pageMicros.getValueAtPercentile(50) / 1e3,
        pageMicros.getValueAtPercentile(99) / 1e3);
  }

  /**
   * What went over the wire.
   *
   * @param modelPages personalised pages that were ranked by a trained model
   * @param fallbacks personalised pages that were not, by reason
   * @param acknowledged events that the server said are safe
   * @param rejected events that it refused
   * @param abandoned events that it had not answered for when the run ended
   * @param failures requests that were made again
   * @param uploads new videos posted
   * @param step highest step of the dense network that a page knew; -1 without one
   * @param rowsStep highest step of the rows that a page knew; -1 without one
   * @param pageP50Millis median time from a page's request to its answer
   * @param pageP99Millis and the 99th percentile
   */
  record Counts(
      long pages,
      long modelPages,
      Map<String, Long> fallbacks,
      long acknowledged,
      long rejected,
      long abandoned,
      long failures,
      long uploads,
      long step,
      long rowsStep,
      double pageP50Millis,
      double pageP99Millis) {}
}
