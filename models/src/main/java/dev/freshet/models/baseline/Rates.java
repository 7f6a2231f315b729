package dev.freshet.models.baseline;

import dev.freshet.models.ModelException;
import dev.freshet.models.Trainer.StateSink;
import dev.freshet.models.baseline.Counts.Count;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the rate models learn: counts by video and of all, of examples and, apart from them, of what
 * users did before their first example. The latter are no sample of impressions, as a history holds
 * more long views than skips; so they say only how much better a video does than others.
 */
final class Rates {

  private static final String ALL = "all";
  private static final double PRIOR_IMPRESSIONS = 2;
  private static final double PRIOR_RATE = 0.5;

  private final RateConfig config;
  private final Counts videos;
  private final Counts all;
  private final Counts earlierOfVideos;
  private final Counts allEarlier;
  private final EarlierInteractions earlier;
  private long step;

  Rates(RateConfig config) {
    this.config = config;
    this.videos = new Counts("video", config);
    this.all = new Counts("total", config);
    this.earlierOfVideos = new Counts("earlier-video", config);
    this.allEarlier = new Counts("earlier-total", config);
    this.earlier = new EarlierInteractions(config.idle());
  }

  /** Long views of a video, those before the users' first examples included. */
  double longViews(String video, long at) {
    return videos.at(video, at).longViews() + earlierOfVideos.at(video, at).longViews();
  }

  /**
   * Long views per impression of a video: {@code (long views + a r_v) / (impressions + a)}. The
   * prior {@code r_v} is the rate {@code r} of all examples, moved in log-odds by as much as the
   * video's rate in the histories, smoothed with {@code c}, differs from that of all of them.
   */
  double videoRate(String video, long at) {
    // before the first example a half
    double global = all.at(ALL, at).rate(PRIOR_RATE, PRIOR_IMPRESSIONS);
    Count earlierOfVideo = earlierOfVideos.at(video, at);
    double prior = global;
    if (earlierOfVideo.impressions() > 0) {
      double mean = allEarlier.at(ALL, at).rate(PRIOR_RATE, PRIOR_IMPRESSIONS);
      double ofVideo = earlierOfVideo.rate(mean, config.earlierSmoothing());
      prior =
          Logistic.probability(
              Logistic.logit(global) + Logistic.logit(ofVideo) - Logistic.logit(mean));
    }
    return videos.at(video, at).rate(prior, config.videoSmoothing());
  }

  void learn(List<TrainingExample> batch) {
    earlier.forEachOfNewUsers(
        batch,
        (example, interaction) -> {
          long at = example.getLabelledAt().toEpochMilli();
          earlierOfVideos.add(interaction.getVideo(), at, interaction.getLongView());
          allEarlier.add(ALL, at, interaction.getLongView());
        });
    long at = 0;
    for (TrainingExample example : batch) {
      at = example.getLabelledAt().toEpochMilli();
      videos.add(example.getVideo(), at, example.getLongView());
      all.add(ALL, at, example.getLongView());
    }
    videos.sweep(at);
    earlierOfVideos.sweep(at);
    step++;
  }

  void forget(String user) {
    earlier.forget(user);
  }

  long step() {
    return step;
  }

  void saveChanges(StateSink sink) {
    videos.saveChanges(sink);
    all.saveChanges(sink);
    earlierOfVideos.saveChanges(sink);
    allEarlier.saveChanges(sink);
    earlier.saveChanges(sink);
    sink.put("step", ByteBuffer.allocate(Long.BYTES).putLong(step).array());
  }

  void restore(String key, byte[] value) {
    if (key.equals("step")) {
      step = ByteBuffer.wrap(value).getLong();
    } else if (!videos.restore(key, value)
        && !all.restore(key, value)
        && !earlierOfVideos.restore(key, value)
        && !allEarlier.restore(key, value)
        && !earlier.restore(key, value)) {
      throw new ModelException("no entry of a rate model's state: " + key);
    }
  }
}
