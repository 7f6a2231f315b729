package dev.freshet.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.ModelException;
import dev.freshet.models.Trainer;
import dev.freshet.models.TrainerContract;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RateModelsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Offset<Float> EXACT = within(1e-6f);
  private static final RateConfig CONFIG =
      new RateConfig(2, 3, 4, Duration.ofDays(10), Duration.ofDays(30));

  static {
    TrustedRecords.trust();
  }

  @Nested
  class PopularityTest implements TrainerContract {

    @Override
    public Trainer trainer() {
      return new Popularity(CONFIG);
    }

    @Test
    void countsLongViewsEachWorthHalfAfterAHalfLife() {
      Popularity popularity = new Popularity(CONFIG);
      popularity.scoreThenLearn(
          List.of(example("cat", NOW, true), example("cat", NOW, true), example("dog", NOW, false)),
          CATALOGUE);

      Instant later = NOW.plus(Duration.ofDays(10));
      float[] scores =
          popularity.scoreThenLearn(
              List.of(example("cat", later, true), example("dog", later, true)), CATALOGUE);

      assertThat(popularity.model()).isEqualTo("popularity");
      assertThat(scores).containsExactly(new float[] {1, 0}, EXACT);
    }

    @Test
    void countsTheLongViewsInTheHistoriesOfNewUsers() {
      Popularity popularity = new Popularity(CONFIG);
      TrainingExample first =
          TrainingExample.newBuilder(example("dog", NOW, true))
              .setPositives(List.of(interaction("cat", true), interaction("dog", true)))
              .build();

      popularity.scoreThenLearn(List.of(first, first), CATALOGUE);

      float[] scores =
          popularity.scoreThenLearn(
              List.of(example("cat", NOW, true), example("dog", NOW, true)), CATALOGUE);
      assertThat(scores).containsExactly(1, 3);
    }
  }

  @Nested
  class VideoRateTest implements TrainerContract {

    @Override
    public Trainer trainer() {
      return new VideoRate(CONFIG);
    }

    @Test
    void smoothsTowardsTheRateOfAllVideos() {
      VideoRate rate = new VideoRate(CONFIG);
      rate.scoreThenLearn(
          List.of(
              example("cat", NOW, true),
              example("cat", NOW, true),
              example("dog", NOW, false),
              example("dog", NOW, false),
              example("dog", NOW, true),
              example("cow", NOW, false)),
          CATALOGUE);

      float[] scores =
          rate.scoreThenLearn(
              List.of(
                  example("cat", NOW, true), example("dog", NOW, true), example("new", NOW, true)),
              CATALOGUE);

      // all: (3 + 2 * .5) / (6 + 2) = .5; cat: (2 + 2 * .5) / (2 + 2); dog: (1 + 1) / (3 + 2)
      assertThat(rate.model()).isEqualTo("videoRate");
      assertThat(scores).containsExactly(new float[] {.75f, .4f, .5f}, EXACT);
    }

    @Test
    void startsFromWhatTheHistoriesOfNewUsersSay() {
      VideoRate rate = new VideoRate(CONFIG);
      TrainingExample first =
          TrainingExample.newBuilder(example("dog", NOW, true))
              .setPositives(List.of(interaction("cat", true), interaction("cow", true)))
              .setSkips(List.of(interaction("dog", false), interaction("fox", false)))
              .build();

      rate.scoreThenLearn(List.of(first, first), CATALOGUE);
      float[] scores =
          rate.scoreThenLearn(
              List.of(example("cat", NOW, true), example("fox", NOW, true)), CATALOGUE);

      // histories, counted once: 2 of 4, mean (2 + 1) / (4 + 2) = .5;
      // cat (1 + 3 * .5) / (1 + 3) = .625, fox (0 + 1.5) / 4 = .375; odds 5/3 and 3/5 of the mean's
      // examples: 2 of 2, (2 + 1) / (2 + 2) = .75, odds 3; cat 5 / 6, fox 9/5 / (14/5)
      assertThat(scores).containsExactly(new float[] {5f / 6, 9f / 14}, EXACT);
    }

    @Test
    void forgetsVideosThatAreNotShownForLong() {
      VideoRate rate = new VideoRate(CONFIG);
      rate.scoreThenLearn(List.of(example("cat", NOW, true)), CATALOGUE);
      Map<String, byte[]> state = TrainerContract.saved(rate);

      rate.scoreThenLearn(List.of(example("dog", NOW.plus(Duration.ofDays(31)), true)), CATALOGUE);
      rate.saveChanges(
          (key, value) -> {
            if (value == null) {
              assertThat(state.remove(key)).isNotNull();
            } else {
              state.put(key, value);
            }
          });

      assertThat(state).containsOnlyKeys("video/dog", "total/all", "user/alice", "step");
    }

    @Test
    void refusesAnEntryThatIsNotItsOwn() {
      assertThatThrownBy(() -> new VideoRate(CONFIG).restore("block/1", new byte[0]))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("block/1");
    }
  }

  @Nested
  class VideoUserRateTest implements TrainerContract {

    @Override
    public Trainer trainer() {
      return new VideoUserRate(CONFIG);
    }

    @Test
    void combinesBothRatesInLogOdds() {
      VideoUserRate rate = new VideoUserRate(CONFIG);
      // counters seen: 4 long views of 6 impressions
      rate.scoreThenLearn(
          List.of(example("cat", NOW, true, 4, 3), example("cat", NOW, true, 2, 1)), CATALOGUE);

      float[] scores =
          rate.scoreThenLearn(
              List.of(example("cat", NOW, true, 6, 0), example("cat", NOW, true, 0, 0)), CATALOGUE);

      // all (2 + 1) / (2 + 2) = .75; cat (2 + 2 * .75) / (2 + 2) = .875, odds 7
      // mean (4 + 1) / (6 + 2) = .625, odds 5 / 3; user (0 + 4 * .625) / (6 + 4) = .25, odds 1 / 3
      // first: odds 7 * 1/3 / (5/3) = 1.4; second, whom nothing is known of: 7
      assertThat(rate.model()).isEqualTo("videoUserRate");
      assertThat(scores).containsExactly(new float[] {1.4f / 2.4f, .875f}, EXACT);
    }
  }

  @Test
  void refusesSmoothingThatIsNotPositive() {
    assertThatThrownBy(() -> new RateConfig(0, 1, 1, Duration.ofDays(1), Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("videoSmoothing must be positive");
    assertThatThrownBy(() -> new RateConfig(1, 1, 1, Duration.ZERO, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("halfLife must be positive");
  }

  private static Interaction interaction(String video, boolean longView) {
    return new Interaction(video, NOW.minusSeconds(60), 0L, 0L, longView, false, Instant.EPOCH);
  }

  private static TrainingExample example(String video, Instant at, boolean longView) {
    return example(video, at, longView, 0, 0);
  }

  private static TrainingExample example(
      String video, Instant at, boolean longView, long impressions, long longViews) {
    return TrainingExample.newBuilder()
        .setExampleId("e")
        .setUser("alice")
        .setVideo(video)
        .setSurface("main")
        .setShownAt(at)
        .setLabelledAt(at)
        .setCounters(new UserCounters(impressions, impressions, longViews, 0L, 0L))
        .setLongView(longView)
        .setLiked(false)
        .build();
  }
}
