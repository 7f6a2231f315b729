package dev.freshet.loadtests.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.planted.PlantedCatalogue;
import dev.freshet.experiments.planted.PlantedVectors;
import dev.freshet.experiments.planted.PlantedVideo;
import dev.freshet.loadtests.http.ClientVideo;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UploadsTest {

  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  private final PlantedCatalogue catalogue = new PlantedCatalogue(1, 5);
  private final Uploads uploads = new Uploads(new PlantedVectors(1, 5));

  @Test
  void tellsTheContentOfEveryOtherUploadAndNothingElseOfAny() {
    PlantedVideo video = catalogue.video(7);

    ClientVideo content = uploads.posted(video, 0);
    ClientVideo bare = uploads.posted(video, 1);

    assertThat(content.title()).isEqualTo(video.title());
    assertThat(content.modalities()).containsOnlyKeys("visual", "acoustic");
    assertThat(bare.title()).isEmpty();
    assertThat(bare.modalities()).isNull();
    assertThat(content.tags()).isEmpty();
    assertThat(content.author()).isEqualTo(bare.author()).isNotEqualTo(video.author());
  }

  @Test
  void takesTheTimeToTheThirdLongView() {
    upload(0, START);
    upload(2, START);
    upload(4, START);
    watch(0, 3, true, START.plusSeconds(30));
    watch(2, 3, true, START.plusSeconds(40));
    watch(4, 2, true, START.plusSeconds(20));
    watch(4, 9, false, START.plusSeconds(50));

    Uploads.Reach reach = content(START.plusSeconds(60));

    assertThat(reach.uploads()).hasSize(3);
    assertThat(reach.found()).isEqualTo(2);
    assertThat(reach.median()).contains(Duration.ofSeconds(40)); // of 30, 40 and never
    assertThat(reach.first()).isEqualTo(new LongViews.Count(16, 8));
  }

  @Test
  void knowsNoMedianWhileFewerThanHalfWereFound() {
    upload(0, START);
    upload(2, START);
    upload(4, START);
    watch(0, 3, true, START.plusSeconds(30));

    assertThat(content(START.plusSeconds(60)).median()).isEmpty();
  }

  @Test
  void leavesOutYoungUploadsAndThoseOfTheOtherKind() {
    upload(0, START);
    upload(1, START);
    upload(2, START.plusSeconds(30));

    assertThat(content(START.plusSeconds(60)).uploads()).hasSize(1);
  }

  @Test
  void comparesHowFastUploadsAreWatchedLong() {
    upload(0, START);
    upload(1, START);
    watch(0, 12, true, START.plusSeconds(30));
    watch(1, 4, true, START.plusSeconds(30));
    Instant now = START.plusSeconds(120);

    double[] times = content(now).timesAsFastAs(bare(now));

    assertThat(content(now).perHour()).isEqualTo(360); // 12 in two minutes
    assertThat(times).containsExactly(3, 3, 3); // one of each is drawn every time
  }

  @Test
  void isLessSureWhereAFewUploadsHaveMostOfTheLongViews() {
    for (int number = 0; number < 40; number++) {
      upload(number, START);
      watch(number, 3, true, START.plusSeconds(30));
    }
    Instant now = START.plusSeconds(120);
    double[] even = content(now).timesAsFastAs(bare(now));
    watch(0, 60, true, START.plusSeconds(60));

    double[] uneven = content(now).timesAsFastAs(bare(now));

    assertThat(even).containsExactly(1, 1, 1);
    assertThat(uneven[0]).isEqualTo(2); // 120 long views to 60
    assertThat(uneven[1]).isEqualTo(1); // draws without that one
    assertThat(uneven[2]).isGreaterThan(3); // with it twice or more
  }

  @Test
  void comparesNothingWithNothing() {
    upload(0, START);
    upload(1, START);
    watch(0, 12, true, START.plusSeconds(30));
    Instant now = START.plusSeconds(120);

    assertThat(content(now).timesAsFastAs(bare(now))).containsOnly(Double.NaN);
  }

  private void upload(int number, Instant at) {
    uploads.uploaded(catalogue.video(number), number, at);
  }

  private void watch(int number, int times, boolean longView, Instant at) {
    for (int i = 0; i < times; i++) {
      uploads.shown(catalogue.video(number).id(), longView, at);
    }
  }

  private Uploads.Reach content(Instant now) {
    return uploads.reach(Uploads.Kind.CONTENT, Duration.ofMinutes(1), now);
  }

  private Uploads.Reach bare(Instant now) {
    return uploads.reach(Uploads.Kind.BARE, Duration.ofMinutes(1), now);
  }
}
