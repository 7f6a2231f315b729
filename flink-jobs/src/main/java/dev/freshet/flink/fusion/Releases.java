package dev.freshet.flink.fusion;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.Check;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.record.Received;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.MetaMmfFuser;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.topic.Topics;
import org.jspecify.annotations.Nullable;

/** The topic {@code model-releases}, as the fusion job reads it. */
final class Releases {

  private Releases() {}

  static TopicReader<ModelRelease> reader(Progress progress) {
    return new TopicReader<>(
        Topics.MODEL_RELEASES,
        ModelRelease.class,
        release -> release.getLearnedUpTo().toEpochMilli(),
        new Loadable(),
        progress);
  }

  /** Whether a record releases a fusion; others are none of our business. */
  static boolean isFusion(Received<ModelRelease> record) {
    ModelRelease release = record.value();
    return release != null && release.getModel().equals(MetaMmfRelease.MODEL);
  }

  /** A fusion must load, and its probe must agree. */
  record Loadable() implements Check<ModelRelease> {

    @Override
    public @Nullable String problem(Received<ModelRelease> record) {
      if (!isFusion(record)) {
        return null;
      }
      String generation = record.required().getGeneration();
      if (generation.isBlank() || generation.contains("/")) {
        return "generation must not be blank or contain a slash: " + generation;
      }
      try (MetaMmfFuser fuser = MetaMmfFuser.of(record.required(), OnnxRuntime.cpu())) {
        return fuser.dimension() > 0 ? null : "the fusion gives nothing";
      } catch (ModelException | IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }
}
