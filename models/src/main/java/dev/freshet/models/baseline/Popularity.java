package dev.freshet.models.baseline;

import dev.freshet.models.Catalogue;
import dev.freshet.models.Trainer;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;

/**
 * Scores a video by its long views so far, those in the histories of new users included; they count
 * half after a half-life. A score is a count, no probability.
 */
public final class Popularity implements Trainer {

  private final Rates rates;

  public Popularity(RateConfig config) {
    rates = new Rates(config);
  }

  @Override
  public String model() {
    return "popularity";
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    float[] scores = new float[batch.size()];
    for (int i = 0; i < scores.length; i++) {
      TrainingExample example = batch.get(i);
      long at = example.getLabelledAt().toEpochMilli();
      scores[i] = (float) rates.longViews(example.getVideo(), at);
    }
    rates.learn(batch);
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
  }

  @Override
  public void restore(String key, byte[] value) {
    rates.restore(key, value);
  }

  @Override
  public void close() {
    // plain memory
  }
}
