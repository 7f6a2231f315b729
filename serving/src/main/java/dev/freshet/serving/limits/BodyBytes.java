package dev.freshet.serving.limits;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes of the bodies that are under way, of the node and of each caller. Thread-safe. */
@Singleton
final class BodyBytes {

  private final LimitsConfig config;
  private final AtomicLong all = new AtomicLong();
  private final ConcurrentMap<String, Long> byCaller = new ConcurrentHashMap<>();

  BodyBytes(LimitsConfig config, MeterRegistry meters) {
    this.config = config;
    meters.gauge("freshet.serving.body.bytes", all);
  }

  /** Room that a body takes until it is given back, once. */
  final class Room {
    private final String caller;
    private final long bytes;
    private final AtomicBoolean given = new AtomicBoolean();

    private Room(String caller, long bytes) {
      this.caller = caller;
      this.bytes = bytes;
    }

    /** Gives the room back; again, it does nothing. */
    void giveBack() {
      if (given.compareAndSet(false, true)) {
        release(caller, bytes);
      }
    }
  }

  /** Takes room for a body; nothing where the caller or the node has too much under way. */
  Optional<Room> take(String caller, long bytes) {
    long ofNode = all.addAndGet(bytes);
    long ofCaller = byCaller.merge(caller, bytes, Long::sum);
    if (ofNode > config.bodyBytes() || ofCaller > config.bodyBytesOfCaller()) {
      release(caller, bytes);
      return Optional.empty();
    }
    return Optional.of(new Room(caller, bytes));
  }

  private void release(String caller, long bytes) {
    all.addAndGet(-bytes);
    byCaller.computeIfPresent(caller, (unused, held) -> held > bytes ? held - bytes : null);
  }
}
