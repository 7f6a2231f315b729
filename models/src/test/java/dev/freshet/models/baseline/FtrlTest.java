package dev.freshet.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.ModelException;
import dev.freshet.models.Trainer;
import dev.freshet.models.TrainerContract;
import dev.freshet.models.eval.ScoredLabels;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FtrlTest implements TrainerContract {

  private static final Duration IDLE = Duration.ofDays(30);
  private static final FtrlConfig CONFIG = new FtrlConfig(12, 0.5, 1, 0, 1, ZoneOffset.UTC, IDLE);

  @Override
  public Trainer trainer() {
    return new Ftrl(CONFIG);
  }

  @Test
  void followsTheAlgorithm() {
    // no catalogue: 7 features of value 1 each
    TrainingExample positive =
        TrainingExample.newBuilder(TrainerContract.batches().getFirst().getFirst())
            .setLongView(true)
            .setPositives(List.of())
            .setSkips(List.of())
            .build();
    Ftrl ftrl = new Ftrl(CONFIG);

    float before = ftrl.scoreThenLearn(List.of(positive), video -> null)[0];
    float after = ftrl.scoreThenLearn(List.of(positive), video -> null)[0];

    // p = .5, g = -.5, n = .25, z = -.5; w = .5 / ((1 + .5) / .5 + 1) = .125
    // seven of them: p = 1 / (1 + e^-.875)
    assertThat(before).isEqualTo(0.5f);
    assertThat(after).isCloseTo(0.705785f, within(1e-6f));
    // then g = -.294215, g^2 = .086562, n = .336562; sigma = (.580140 - .5) / .5 = .160280
    // z = -.5 - .294215 - .160280 * .125 = -.814250; w = .814250 / (1.580140 / .5 + 1) = .195720
    float third = ftrl.scoreThenLearn(List.of(positive), video -> null)[0];
    assertThat(third).isCloseTo(0.797387f, within(1e-6f));
  }

  @Test
  void keepsWeightsAtZeroWithinTheL1Term() {
    Ftrl ftrl = new Ftrl(new FtrlConfig(12, 0.5, 1, 10, 1, ZoneOffset.UTC, IDLE));
    List<TrainingExample> batch = TrainerContract.batches().getFirst();

    ftrl.scoreThenLearn(batch, CATALOGUE);

    assertThat(ftrl.scoreThenLearn(batch, CATALOGUE)).containsOnly(0.5f);
  }

  @Test
  void learnsThePlantedTastes() {
    Ftrl ftrl = new Ftrl(CONFIG);
    ScoredLabels last = new ScoredLabels();

    for (int pass = 0; pass < 10; pass++) {
      for (List<TrainingExample> batch : TrainerContract.batches()) {
        float[] scores = ftrl.scoreThenLearn(batch, CATALOGUE);
        for (int i = 0; pass == 9 && i < scores.length; i++) {
          last.add(batch.get(i).getUser(), scores[i], batch.get(i).getLongView());
        }
      }
    }

    assertThat(last.evaluation().auc()).isGreaterThan(0.75);
  }

  @Test
  void hashesEachFeatureIntoItsOwnBucket() {
    FtrlFeatures features = new FtrlFeatures(FtrlConfig.defaults());
    TrainingExample example = TrainerContract.batches().getFirst().getFirst();
    Video video =
        Video.newBuilder()
            .setVideo(example.getVideo())
            .setAuthor("a1")
            .setTags(List.of("t1", "t2"))
            .setMusicType("9")
            .setUploadType("Web")
            .setLengthMillis(12_000)
            .setUploadedAt(Instant.EPOCH)
            .setUpdatedAt(Instant.EPOCH)
            .build();

    int[] all = features.of(example, id -> video);
    int[] unknown = features.of(example, id -> null);

    // constant, user, video, surface, hour, two crosses; author, two types, two tags, length
    assertThat(unknown).hasSize(7).doesNotHaveDuplicates();
    assertThat(all).hasSize(13).doesNotHaveDuplicates().contains(unknown);
    assertThat(Arrays.stream(all)).allMatch(bucket -> bucket >= 0 && bucket < 1 << 20);
  }

  @Test
  void readsTheHourInItsZone() {
    TrainingExample midnight =
        TrainingExample.newBuilder(TrainerContract.batches().getFirst().getFirst())
            .setShownAt(Instant.parse("2026-01-01T00:00:00Z"))
            .build();
    TrainingExample eight =
        TrainingExample.newBuilder(midnight)
            .setShownAt(Instant.parse("2026-01-01T08:00:00Z"))
            .build();
    FtrlFeatures utc = new FtrlFeatures(CONFIG);
    FtrlFeatures shanghai =
        new FtrlFeatures(new FtrlConfig(12, 0.5, 1, 0, 1, ZoneId.of("Asia/Shanghai"), IDLE));

    assertThat(shanghai.of(midnight, CATALOGUE)).isEqualTo(utc.of(eight, CATALOGUE));
    assertThat(shanghai.of(midnight, CATALOGUE)).isNotEqualTo(utc.of(midnight, CATALOGUE));
  }

  @Test
  void weighsExamples() {
    TrainingExample example = TrainerContract.batches().getFirst().getFirst();
    TrainingExample weightless = TrainingExample.newBuilder(example).setWeight(0f).build();
    Ftrl ftrl = new Ftrl(CONFIG);

    ftrl.scoreThenLearn(List.of(weightless), CATALOGUE);

    assertThat(ftrl.scoreThenLearn(List.of(example), CATALOGUE)).containsExactly(0.5f);
  }

  @Test
  void learnsAHistoryOnceWithTheUsersFirstExample() {
    TrainingExample first = TrainerContract.batches().getFirst().getFirst();
    TrainingExample without =
        TrainingExample.newBuilder(first).setPositives(List.of()).setSkips(List.of()).build();
    Ftrl withHistory = new Ftrl(CONFIG);
    Ftrl withoutHistory = new Ftrl(CONFIG);
    Ftrl twice = new Ftrl(CONFIG);

    withHistory.scoreThenLearn(List.of(first, without), CATALOGUE);
    withoutHistory.scoreThenLearn(List.of(without, without), CATALOGUE);
    twice.scoreThenLearn(List.of(first, first), CATALOGUE);

    float[] scores = withHistory.scoreThenLearn(List.of(without), CATALOGUE);
    assertThat(scores).isNotEqualTo(withoutHistory.scoreThenLearn(List.of(without), CATALOGUE));
    assertThat(scores).isEqualTo(twice.scoreThenLearn(List.of(without), CATALOGUE));
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> new FtrlConfig(20, 0, 1, 0, 1, ZoneOffset.UTC, IDLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha must be positive: 0.0");
    assertThatThrownBy(() -> new FtrlConfig(40, 1, 1, 0, 1, ZoneOffset.UTC, IDLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bits must be in 8 to 26");
    assertThatThrownBy(() -> trainer().restore("video/1", new byte[0]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("video/1");
  }
}
