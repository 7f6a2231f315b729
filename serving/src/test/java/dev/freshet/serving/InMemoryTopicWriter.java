package dev.freshet.serving;

import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.serving.topics.TopicWriter;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Keeps what is written; stands for a Kafka that is there, or for one that is not. */
@Primary
@Singleton
@Requires(property = "freshet.kafka.follow", value = "false")
public final class InMemoryTopicWriter implements TopicWriter {

  private final Map<String, List<Entry<?>>> written = new ConcurrentHashMap<>();
  private final List<String> segmentEnds = new CopyOnWriteArrayList<>();
  private volatile boolean down;
  private volatile Runnable beforeWriting = () -> {};

  @Override
  public <V> Written write(Topic<String, V> topic, List<Entry<V>> entries) {
    beforeWriting.run();
    if (down) {
      return new Written.Unavailable("Kafka is down in this test");
    }
    List<Entry<?>> log =
        written.computeIfAbsent(topic.name(), name -> new CopyOnWriteArrayList<>());
    synchronized (log) {
      int first = log.size();
      log.addAll(entries);
      return new Written.Acknowledged(
          IntStream.range(first, log.size()).mapToObj(i -> new AppliedUpTo(0, i)).toList());
    }
  }

  @Override
  public void endSegments(Topic<String, ?> topic) {
    segmentEnds.add(topic.name());
  }

  /** Topics whose segments were ended, in order. */
  public List<String> segmentEnds() {
    return segmentEnds;
  }

  /** Everything written to the topic, in order. */
  public List<Entry<?>> entries(Topic<?, ?> topic) {
    return written.getOrDefault(topic.name(), List.of());
  }

  /** Something to happen before each write, such as waiting. */
  public void beforeWriting(Runnable step) {
    beforeWriting = step;
  }

  public void goDown() {
    down = true;
  }

  public void comeBack() {
    down = false;
  }
}
