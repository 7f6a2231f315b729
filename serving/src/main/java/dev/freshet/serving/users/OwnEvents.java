package dev.freshet.serving.users;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.serving.erasure.ErasedUsers;
import dev.freshet.serving.erasure.Erasures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Events that this node has acknowledged and whose user's state has not come back with them yet.
 * Writers take turns; readers never wait.
 *
 * <p>An event leaves when a state arrives that covers its offset, when its user is erased, when it
 * has been kept for {@link OwnEventsConfig#keep}, or when there are too many: the oldest first.
 */
@Singleton
public final class OwnEvents {

  private final OwnEventsConfig config;
  private final Erasures erased;
  private final Clock clock;
  private final Counter dropped;

  /** Lists that nobody changes, in the order of Kafka; readers take them without waiting. */
  private final Map<String, List<Kept>> byUser = new ConcurrentHashMap<>();

  /** When a state came that was waited for; guarded by this. */
  private Instant lastArrival = Instant.MIN;

  /** In the order of arrival, also some that have left {@link #byUser}; guarded by this. */
  private final Deque<Kept> oldestFirst = new ArrayDeque<>();

  OwnEvents(OwnEventsConfig config, ErasedUsers erased, Clock clock, MeterRegistry meters) {
    this.config = config;
    this.erased = erased;
    this.clock = clock;
    this.dropped = meters.counter("freshet.serving.own.events.dropped");
    meters.gauge("freshet.serving.own.events", this, OwnEvents::size);
    erased.onErasure(this::forget);
  }

  /** An event that is waited for. Two are the same only if they are one. */
  static final class Kept {
    private final FeedbackEvent event;
    private final AppliedUpTo position;
    private final Instant keptAt;

    /** Whether it has left {@link #byUser}; guarded by the whole. */
    private boolean gone;

    private Kept(FeedbackEvent event, AppliedUpTo position, Instant keptAt) {
      this.event = event;
      this.position = position;
      this.keptAt = keptAt;
    }

    FeedbackEvent event() {
      return event;
    }

    /** Where Kafka has it. */
    AppliedUpTo position() {
      return position;
    }
  }

  /**
   * Keeps events that Kafka has acknowledged. The job drops what an erasure covers, so that is not
   * waited for.
   *
   * @param positions where Kafka has them, in the order of the events
   */
  public void keep(List<FeedbackEvent> events, List<AppliedUpTo> positions) {
    if (config.limit() == 0) {
      return;
    }
    Instant now = clock.instant();
    synchronized (this) {
      for (int i = 0; i < events.size(); i++) {
        Kept kept = new Kept(events.get(i), positions.get(i), now);
        if (isErased(kept) || mayBeErased(kept)) {
          continue;
        }
        byUser.merge(kept.event.getUser(), List.of(kept), this::joined);
        oldestFirst.add(kept);
      }
      trim(now);
    }
  }

  /** The user's events in the order in which Kafka has them. */
  List<Kept> of(String user) {
    return byUser.getOrDefault(user, List.of());
  }

  /** Whether pages still count the event. */
  boolean isCurrent(Kept kept) {
    return kept.keptAt.plus(config.keep()).isAfter(clock.instant()) && !isErased(kept);
  }

  /** An erasure covers what came before it, whatever time an event claims. */
  private boolean isErased(Kept kept) {
    Instant claimed = kept.event.getOccurredAt();
    return erased.covers(
        kept.event.getUser(), claimed.isBefore(kept.keptAt) ? claimed : kept.keptAt);
  }

  /**
   * Whether the event may be a repeat of one from before an erasure, which only the job knows: its
   * clock runs ahead.
   */
  private boolean mayBeErased(Kept kept) {
    Instant claimed = kept.event.getOccurredAt();
    return claimed.isAfter(kept.keptAt)
        && erased.covers(kept.event.getUser(), claimed.minus(Bounds.CLOCK_AHEAD));
  }

  /**
   * For how long no state has come although one is waited for: zero while nothing is waited for. Of
   * a repeated event comes the state that has it already.
   */
  public synchronized Duration silence() {
    Instant now = clock.instant();
    trim(now);
    Kept oldest = oldestFirst.peek();
    if (oldest == null) {
      return Duration.ZERO;
    }
    Instant since = lastArrival.isAfter(oldest.keptAt) ? lastArrival : oldest.keptAt;
    return Duration.between(since, now);
  }

  /** A state of the user can be read that has every event up to {@code applied}. */
  void arrived(String user, AppliedUpTo applied) {
    if (byUser.containsKey(user)) {
      synchronized (this) {
        lastArrival = clock.instant();
        leave(user, kept -> applied.covers(kept.position));
        trim(clock.instant());
      }
    }
  }

  /** Forgets what the user did before the erasure. */
  private synchronized void forget(String user) {
    leave(user, this::isErased);
  }

  /** Forgets everything: positions in topics that were created again mean nothing. */
  synchronized void clear() {
    byUser.clear();
    oldestFirst.clear();
  }

  private synchronized int size() {
    return oldestFirst.size();
  }

  private List<Kept> joined(List<Kept> before, List<Kept> added) {
    int surplus = Math.max(0, before.size() + added.size() - config.perUser());
    for (Kept kept : before.subList(0, surplus)) {
      kept.gone = true;
      dropped.increment();
    }
    List<Kept> joined = new ArrayList<>(before.size() - surplus + added.size());
    joined.addAll(before.subList(surplus, before.size()));
    joined.addAll(added);
    return joined;
  }

  /** Readers may hold the list from before, so it stays as it is. */
  private void leave(String user, Predicate<Kept> leaves) {
    byUser.computeIfPresent(
        user,
        (name, kept) -> {
          List<Kept> left = new ArrayList<>(kept.size());
          for (Kept each : kept) {
            if (leaves.test(each)) {
              each.gone = true;
            } else {
              left.add(each);
            }
          }
          return left.isEmpty() ? null : left;
        });
  }

  /** Takes from the front what has left already, is too old, or is too much. */
  private void trim(Instant now) {
    Instant tooOld = now.minus(config.keep());
    for (Kept oldest = oldestFirst.peek(); oldest != null; oldest = oldestFirst.peek()) {
      boolean tooMuch = oldestFirst.size() > config.limit();
      if (!oldest.gone && !tooMuch && oldest.keptAt.isAfter(tooOld)) {
        return;
      }
      oldestFirst.remove();
      if (!oldest.gone) {
        dropped.increment();
        Kept leaving = oldest;
        leave(oldest.event.getUser(), kept -> kept == leaving);
      }
    }
  }
}
