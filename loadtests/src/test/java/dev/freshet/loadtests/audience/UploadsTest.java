package dev.freshet.loadtests.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.loadtests.http.ClientVideo;
import dev.freshet.loadtests.planted.PlantedCatalogue;
import dev.freshet.loadtests.planted.PlantedVectors;
import dev.freshet.loadtests.planted.PlantedVideo;
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

    Uploads.Reach reach = reach(START.plusSeconds(60));

    assertThat(reach.uploads()).isEqualTo(3);
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

    assertThat(reach(START.plusSeconds(60)).median()).isEmpty();
  }

  @Test
  void leavesOutYoungUploadsAndThoseOfTheOtherKind() {
    upload(0, START);
    upload(1, START);
    upload(2, START.plusSeconds(30));

    assertThat(reach(START.plusSeconds(60)).uploads()).isEqualTo(1);
  }

  @Test
  void comparesHowFastUploadsAreWatchedLongWithAnInterval() {
    upload(0, START);
    upload(1, START);
    watch(0, 12, true, START.plusSeconds(30));
    watch(1, 4, true, START.plusSeconds(30));
    Instant now = START.plusSeconds(120);
    Uploads.Reach content = uploads.reach(Uploads.Kind.CONTENT, Duration.ofMinutes(1), now);
    Uploads.Reach bare = uploads.reach(Uploads.Kind.BARE, Duration.ofMinutes(1), now);

    assertThat(content.perHour()).isEqualTo(360); // 12 in two minutes
    // exp(1.96 √(1/12 + 1/4)) = 3.1001
    assertThat(content.timesAsFastAs(bare)[0]).isEqualTo(3);
    assertThat(content.timesAsFastAs(bare)[1]).isCloseTo(0.9677, within(1e-3));
    assertThat(content.timesAsFastAs(bare)[2]).isCloseTo(9.300, within(1e-2));
  }

  private void upload(int number, Instant at) {
    uploads.uploaded(catalogue.video(number), number, at);
  }

  private void watch(int number, int times, boolean longView, Instant at) {
    for (int i = 0; i < times; i++) {
      uploads.shown(catalogue.video(number).id(), longView, at);
    }
  }

  private Uploads.Reach reach(Instant now) {
    return uploads.reach(Uploads.Kind.CONTENT, Duration.ofMinutes(1), now);
  }
}
