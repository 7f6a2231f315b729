package dev.freshet.flink.fusion;

import dev.freshet.flink.kafka.Check;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a video's vectors must be, whatever the network.
 *
 * @param first what a video must be for any job
 */
record Vectors(Check<Video> first) implements Check<Video> {

  @Override
  public @Nullable String problem(Received<Video> record) {
    String problem = first.problem(record);
    Video video = record.value();
    if (problem != null || video == null) {
      return problem;
    }
    for (Map.Entry<String, List<Float>> vector : video.getModalities().entrySet()) {
      if (Modality.of(vector.getKey()).isEmpty()) {
        return "modalities may have %s only, not %s".formatted(Modality.ids(), vector.getKey());
      }
      if (!vector.getValue().stream().allMatch(component -> Float.isFinite(component))) {
        return "modalities.%s must hold finite numbers only".formatted(vector.getKey());
      }
    }
    return null;
  }
}
