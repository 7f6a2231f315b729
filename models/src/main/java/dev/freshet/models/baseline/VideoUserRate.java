package dev.freshet.models.baseline;

import dev.freshet.models.Catalogue;
import dev.freshet.models.Trainer;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Scores a video for a user by both their long view rates, combined in log-odds: {@code logit p =
 * logit p_video + logit p_user - logit r}.
 *
 * <p>The user's rate is that of their counters as of the impression, so it knows what they did
 * before the first example, smoothed towards {@code r}, the rate of all counters scored so far:
 * {@code (long views + b r) / (impressions + b)}. The video's rate is that of {@link VideoRate}.
 */
public final class VideoUserRate implements Trainer {

  private static final String COUNTERS = "counters";

  private final Rates rates;
  private final double smoothing;
  private double impressions;
  private double longViews;

  public VideoUserRate(RateConfig config) {
    rates = new Rates(config);
    smoothing = config.userSmoothing();
  }

  @Override
  public String model() {
    return "videoUserRate";
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    float[] scores = new float[batch.size()];
    double mean = (longViews + 1) / (impressions + 2);
    for (int i = 0; i < scores.length; i++) {
      TrainingExample example = batch.get(i);
      UserCounters user = example.getCounters();
      double userRate =
          (user.getLongViews() + smoothing * mean) / (user.getImpressions() + smoothing);
      double videoRate =
          rates.videoRate(example.getVideo(), example.getLabelledAt().toEpochMilli());
      double logit = Logistic.logit(videoRate) + Logistic.logit(userRate) - Logistic.logit(mean);
      scores[i] = (float) Logistic.probability(logit);
    }
    rates.learn(batch);
    for (TrainingExample example : batch) {
      impressions += example.getCounters().getImpressions();
      longViews += example.getCounters().getLongViews();
    }
    return scores;
  }

  @Override
  public void forget(String user) {
    rates.forget(user);
  }

  @Override
  public long step() {
    return rates.step();
  }

  @Override
  public void saveChanges(StateSink sink) {
    rates.saveChanges(sink);
    sink.put(
        COUNTERS,
        ByteBuffer.allocate(2 * Double.BYTES).putDouble(impressions).putDouble(longViews).array());
  }

  @Override
  public void restore(String key, byte[] value) {
    if (key.equals(COUNTERS)) {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      impressions = bytes.getDouble();
      longViews = bytes.getDouble();
    } else {
      rates.restore(key, value);
    }
  }

  @Override
  public void close() {
    // plain memory
  }
}
