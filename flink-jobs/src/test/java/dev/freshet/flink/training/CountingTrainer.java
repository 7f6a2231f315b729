package dev.freshet.flink.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A model small enough to follow by hand, whose every bit depends on the order of the examples, on
 * where batches end and on the catalogue: a weight per author, moved towards each label.
 */
final class CountingTrainer implements ReleasingTrainer {

  private final String generation;
  private final String configuration;
  private final Map<String, Float> weights = new TreeMap<>();
  private final Map<String, Long> changedAt = new HashMap<>();
  private final Set<String> unsaved = new TreeSet<>();
  private final Set<String> unpublished = new TreeSet<>();
  private long step;

  CountingTrainer(String generation, String configuration) {
    this.generation = generation;
    this.configuration = configuration;
  }

  @Override
  public String configuration() {
    return configuration;
  }

  @Override
  public long refused() {
    return 0;
  }

  @Override
  public String model() {
    return "counting";
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    float[] scores = new float[batch.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = weights.getOrDefault(author(batch.get(i), catalogue), 0.5f);
    }
    step++;
    for (TrainingExample example : batch) {
      String author = author(example, catalogue);
      float weight = weights.getOrDefault(author, 0.5f);
      float label = example.getLongView() ? 1f : 0f;
      weights.put(author, weight + (label - weight) / (step + 2));
      changedAt.put(author, step);
      unsaved.add(author);
      unpublished.add(author);
    }
    return scores;
  }

  private static String author(TrainingExample example, Catalogue catalogue) {
    Video video = catalogue.video(example.getVideo());
    return video == null ? "unknown" : video.getAuthor();
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public void saveChanges(StateSink sink) {
    for (String author : unsaved) {
      sink.put("weight-" + author, bytes(weight(author), changedAt(author)));
    }
    unsaved.clear();
    sink.put("step", bytes(0f, step));
  }

  @Override
  public void restore(String key, byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    float weight = bytes.getFloat();
    if (key.equals("step")) {
      step = bytes.getLong();
    } else {
      weights.put(key.substring("weight-".length()), weight);
      changedAt.put(key.substring("weight-".length()), bytes.getLong());
    }
  }

  private float weight(String author) {
    return requireNonNull(weights.get(author));
  }

  private long changedAt(String author) {
    return requireNonNull(changedAt.get(author));
  }

  private static byte[] bytes(float weight, long at) {
    return ByteBuffer.allocate(12).putFloat(weight).putLong(at).array();
  }

  @Override
  public String generation() {
    return generation;
  }

  @Override
  public void drainRows(Consumer<RowUpdate> consumer) {
    for (String author : unpublished) {
      consumer.accept(
          new RowUpdate("author", author, changedAt(author), new float[] {weight(author)}));
    }
    unpublished.clear();
  }

  @Override
  public long rows() {
    return weights.size();
  }

  @Override
  public ModelRelease release(Map<String, Double> metrics, Instant learnedUpTo) {
    return ModelRelease.newBuilder()
        .setModel(model())
        .setGeneration(generation)
        .setStep(step)
        .setLearnedUpTo(learnedUpTo)
        .setNetwork(ByteBuffer.wrap(weights.toString().getBytes(UTF_8)))
        .setProbe(new Probe(Map.of(), Map.of(), 0f))
        .setMetrics(metrics)
        .setProvenance(new ReleaseProvenance("test", "{}", 0L))
        .build();
  }

  @Override
  public void close() {
    // holds nothing
  }
}
