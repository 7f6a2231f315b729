package dev.freshet.loadtests.faults.soak;

import dev.freshet.loadtests.bench.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Lets the simulated audience go on for long and looks at the memory of each process every five
 * seconds. At the start, half-way and at the end each JVM is made to collect its heap, so that what
 * lives in it is known.
 *
 * @param audience that keeps the system busy
 * @param processes ids by name
 * @param answered what serving has answered so far
 * @param time how long
 * @param progress is told each minute how far it is
 */
public record Soak(
    Background audience,
    Map<String, Long> processes,
    Supplier<Answered> answered,
    Duration time,
    Consumer<String> progress) {

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long LOOKS_A_MINUTE = Duration.ofMinutes(1).dividedBy(EVERY);

  /** Runs it. */
  public SoakResult run() throws InterruptedException {
    List<ProcessMemory> memories =
        processes.entrySet().stream()
            .map(process -> new ProcessMemory(process.getKey(), process.getValue()))
            .toList();
    try {
      return run(memories);
    } finally {
      memories.forEach(ProcessMemory::close);
    }
  }

  private SoakResult run(List<ProcessMemory> memories) throws InterruptedException {
    List<Answered> answers = new ArrayList<>();
    long acknowledged = audience.acknowledged();
    long looks = Math.max(4, time.dividedBy(EVERY));
    memories.forEach(ProcessMemory::collect);
    for (long look = 1; look <= looks; look++) {
      audience.last(EVERY);
      memories.forEach(ProcessMemory::look);
      answers.add(answered.get());
      if (look % LOOKS_A_MINUTE == 0) {
        progress.accept(said(look / LOOKS_A_MINUTE, memories));
      }
      if (look == looks / 2 || look == looks) {
        memories.forEach(ProcessMemory::collect);
      }
    }
    return new SoakResult(
        EVERY,
        memories.stream().map(ProcessMemory::series).toList(),
        answers,
        audience.acknowledged() - acknowledged);
  }

  private String said(long minutes, List<ProcessMemory> memories) {
    return "%d of %d min: %s"
        .formatted(
            minutes,
            time.toMinutes(),
            memories.stream().map(ProcessMemory::now).collect(Collectors.joining(", ")));
  }
}
