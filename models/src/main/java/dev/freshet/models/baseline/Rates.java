package dev.freshet.models.baseline;

import dev.freshet.models.ModelException;
import dev.freshet.models.Trainer.StateSink;
import dev.freshet.models.baseline.Counts.Count;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.util.List;

/** What the rate models learn: counts by video and of all, and the number of batches. */
final class Rates {

  private static final String ALL = "all";
  private static final double PRIOR_IMPRESSIONS = 2;
  private static final double PRIOR_RATE = 0.5;

  private final RateConfig config;
  private final Counts videos;
  private final Counts all;
  private long step;

  Rates(RateConfig config) {
    this.config = config;
    this.videos = new Counts("video", config);
    this.all = new Counts("total", config);
  }

  /** Counts of a video. */
  Count video(String video, long at) {
    return videos.at(video, at);
  }

  /** Long views per impression of a video, smoothed towards the rate of all videos. */
  double videoRate(String video, long at) {
    // before the first example a half
    double global = all.at(ALL, at).rate(PRIOR_RATE, PRIOR_IMPRESSIONS);
    return video(video, at).rate(global, config.videoSmoothing());
  }

  void learn(List<TrainingExample> batch) {
    long at = 0;
    for (TrainingExample example : batch) {
      at = example.getLabelledAt().toEpochMilli();
      videos.add(example.getVideo(), at, example.getLongView());
      all.add(ALL, at, example.getLongView());
    }
    videos.sweep(at);
    step++;
  }

  long step() {
    return step;
  }

  void saveChanges(StateSink sink) {
    videos.saveChanges(sink);
    all.saveChanges(sink);
    sink.put("step", ByteBuffer.allocate(Long.BYTES).putLong(step).array());
  }

  void restore(String key, byte[] value) {
    if (key.equals("step")) {
      step = ByteBuffer.wrap(value).getLong();
    } else if (!videos.restore(key, value) && !all.restore(key, value)) {
      throw new ModelException("no entry of a rate model's state: " + key);
    }
  }
}
