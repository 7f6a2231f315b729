package dev.freshet.models.examples;

import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.LongView;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins impressions with their outcomes in one thread and hands them on in micro-batches, as the
 * stream jobs do: an example is decided a second after its watch or after a quarter of an hour, as
 * in a replay, with the user's history as of the impression. Times are event times; no clock is
 * read.
 */
public final class OfflineExamples {

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration ATTRIBUTION = Duration.ofMinutes(15);
  private static final Duration BATCH = Duration.ofMinutes(10);
  private static final int CHUNK = 256;
  private static final Comparator<TrainingExample> ORDER =
      Comparator.comparing(TrainingExample::getLabelledAt)
          .thenComparing(TrainingExample::getExampleId);

  private final Map<String, UserState> states = new HashMap<>();
  private final Map<String, List<Waiting>> waiting = new HashMap<>();
  private final PriorityQueue<Waiting> deadlines = new PriorityQueue<>();
  private final List<TrainingExample> window = new ArrayList<>();
  private final Consumer<List<TrainingExample>> batches;
  private long windowEnd = Long.MIN_VALUE;

  private OfflineExamples(Consumer<List<TrainingExample>> batches) {
    this.batches = batches;
  }

  /** Hands every example of the log to {@code batches}, in order, at most 256 at a time. */
  public static void forEachBatch(LogDataset log, Consumer<List<TrainingExample>> batches) {
    forEachBatch(log, Instant.MAX, batches);
  }

  /** Hands over those examples that are decided before {@code until}, and reads no further. */
  public static void forEachBatch(
      LogDataset log, Instant until, Consumer<List<TrainingExample>> batches) {
    try (LogIterator<FeedbackEvent> events = log.events()) {
      forEachBatch(events, until, batches);
    }
  }

  /**
   * Hands over those examples that are decided before {@code until}, and reads no further.
   *
   * @param events in the order of their times
   */
  public static void forEachBatch(
      Iterator<FeedbackEvent> events, Instant until, Consumer<List<TrainingExample>> batches) {
    OfflineExamples examples = new OfflineExamples(batches);
    while (events.hasNext()) {
      FeedbackEvent event = events.next();
      if (!event.getOccurredAt().isBefore(until)) {
        break;
      }
      examples.accept(event);
    }
    examples.decideBefore(until);
    examples.closeWindow();
  }

  private void accept(FeedbackEvent event) {
    decideBefore(event.getOccurredAt());
    String user = event.getUser();
    UserState before = states.get(user);
    switch (event.getKind()) {
      case IMPRESSION -> {
        Waiting impression = new Waiting(event, before);
        waiting.computeIfAbsent(user, u -> new ArrayList<>()).add(impression);
        deadlines.add(impression);
      }
      case WATCH -> {
        Waiting impression = waitingFor(event);
        if (impression != null && impression.watched < 0) {
          deadlines.remove(impression);
          impression.watched = event.getWatchedMillis();
          Instant end = event.getOccurredAt().plus(GRACE);
          impression.deadline = end.isBefore(impression.deadline) ? end : impression.deadline;
          deadlines.add(impression);
        }
      }
      case LIKE, SHARE, FOLLOW, COMMENT -> like(event, /* on= */ true);
      case UNLIKE -> like(event, /* on= */ false);
      case HIDE, REPORT -> hide(event, /* on= */ true);
      case UNHIDE -> hide(event, /* on= */ false);
      case UNFOLLOW, HISTORY, ERASE, UNKNOWN -> {
        // the state alone
      }
    }
    states.put(user, UserStates.apply(before, event, HistoryConfig.defaults()));
  }

  private void like(FeedbackEvent event, boolean on) {
    Waiting impression = waitingFor(event);
    if (impression != null) {
      impression.liked = on;
    }
  }

  private void hide(FeedbackEvent event, boolean on) {
    Waiting impression = waitingFor(event);
    if (impression != null) {
      impression.hidden = on;
    }
  }

  /** The latest impression that the outcome can be of; the request tells where both name one. */
  private @Nullable Waiting waitingFor(FeedbackEvent outcome) {
    for (Waiting impression : waiting.getOrDefault(outcome.getUser(), List.of()).reversed()) {
      FeedbackEvent shown = impression.event;
      if (shown.getVideo().equals(outcome.getVideo())
          && (shown.getRequestId() == null
              || outcome.getRequestId() == null
              || shown.getRequestId().equals(outcome.getRequestId()))) {
        return impression;
      }
    }
    return null;
  }

  private void decideBefore(Instant now) {
    for (Waiting next = deadlines.peek();
        next != null && next.deadline.isBefore(now);
        next = deadlines.peek()) {
      Waiting decided = deadlines.remove();
      waiting.computeIfPresent(
          decided.event.getUser(),
          (user, open) -> {
            open.remove(decided);
            return open.isEmpty() ? null : open;
          });
      long at = decided.deadline.toEpochMilli();
      if (at >= windowEnd) {
        closeWindow();
        windowEnd = (at / BATCH.toMillis() + 1) * BATCH.toMillis();
      }
      window.add(decided.example());
    }
  }

  private void closeWindow() {
    window.sort(ORDER);
    for (int from = 0; from < window.size(); from += CHUNK) {
      batches.accept(List.copyOf(window.subList(from, Math.min(from + CHUNK, window.size()))));
    }
    window.clear();
  }

  /** An impression whose outcome is not decided. */
  private static final class Waiting implements Comparable<Waiting> {
    private final FeedbackEvent event;
    private final @Nullable UserState state;
    private Instant deadline;
    private long watched = -1;
    private boolean liked;
    private boolean hidden;

    Waiting(FeedbackEvent event, @Nullable UserState state) {
      this.event = event;
      this.state = state;
      this.deadline = event.getOccurredAt().plus(ATTRIBUTION);
    }

    TrainingExample example() {
      Long length = event.getLengthMillis();
      TrainingExample.Builder example =
          TrainingExample.newBuilder()
              .setExampleId(event.getEventId())
              .setUser(event.getUser())
              .setVideo(event.getVideo())
              .setSurface(event.getSurface())
              .setDevice(event.getDevice())
              .setShownAt(event.getOccurredAt())
              .setLabelledAt(deadline)
              .setLongView(watched > 0 && LongView.reached(watched, length == null ? 0 : length))
              .setLiked(liked)
              .setHidden(hidden)
              .setWatchedMillis(Math.max(0, watched));
      if (state == null) {
        example.setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L));
      } else {
        example
            .setCounters(state.getCounters())
            .setPositives(state.getPositives())
            .setSkips(state.getSkips());
      }
      return example.build();
    }

    @Override
    public int compareTo(Waiting other) {
      return deadline.compareTo(other.deadline);
    }
  }
}
