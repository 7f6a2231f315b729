package dev.freshet.experiments.srm;

import static java.util.Objects.requireNonNull;

import dev.freshet.experiments.srm.NextVideoTask.Part;
import java.util.EnumMap;
import java.util.Map;

/** Ranks by the number of long views. */
final class Popular implements NextVideoRanker.Model {

  @Override
  public String name() {
    return "popularity";
  }

  @Override
  public NextVideoRanker learn(NextVideoTask task, long seed) {
    Map<Part, float[]> counts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      float[] ofPart = new float[task.videos().size()];
      for (int user = 0; user < task.users().size(); user++) {
        task.known(user, part).forEach(watched -> ofPart[watched.video()]++);
      }
      counts.put(part, ofPart);
    }
    return (user, part) -> requireNonNull(counts.get(part));
  }
}
