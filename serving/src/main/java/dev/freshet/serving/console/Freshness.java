package dev.freshet.serving.console;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How long events take to count, from the moment the broker took them: until the user's state that
 * knows them reaches this node, and until rows of the training step that learned from them do. One
 * thread takes records, any thread reads.
 */
final class Freshness {

  private static final int REMEMBERED = 20_000;

  private final Latencies page = new Latencies();
  private final Latencies weights = new Latencies();
  private final Map<String, Instant> byTime = bounded();
  private final Map<String, Instant> byVideo = bounded();
  private final PriorityQueue<Learned> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Learned::step));

  /** A watch that {@code step} learned from. */
  private record Learned(long step, Instant appendedAt) {}

  /** An event that the broker took at {@code appendedAt}. */
  void take(FeedbackEvent event, Instant appendedAt) {
    byTime.put(event.getUser() + '\n' + event.getOccurredAt().toEpochMilli(), appendedAt);
    if (event.getKind() == EventKind.WATCH) {
      byVideo.put(event.getUser() + '\n' + event.getVideo(), appendedAt);
    }
  }

  /** A user's state that came at {@code now}. */
  void take(UserState state, Instant now) {
    Instant appendedAt = byTime.remove(state.getUser() + '\n' + state.getAsOf().toEpochMilli());
    if (appendedAt != null) {
      page.add(now, Duration.between(appendedAt, now));
    }
  }

  /** An example that was scored before a step learned from it. */
  void take(ScoredExample example) {
    Instant appendedAt = byVideo.remove(example.getUser() + '\n' + example.getVideo());
    if (appendedAt != null && waiting.size() < REMEMBERED) {
      waiting.add(new Learned(example.getStep() + 1, appendedAt));
    }
  }

  /** Rows of {@code step} are in use here at {@code now}: so is everything learned up to it. */
  void inUse(long step, Instant now) {
    while (!waiting.isEmpty() && waiting.element().step() <= step) {
      weights.add(now, Duration.between(waiting.remove().appendedAt(), now));
    }
  }

  /** From event to a page that would know it. */
  Latencies page() {
    return page;
  }

  /** From event to a page whose weights have learned from it. */
  Latencies weights() {
    return weights;
  }

  private static Map<String, Instant> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
