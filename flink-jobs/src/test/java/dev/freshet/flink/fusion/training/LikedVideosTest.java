package dev.freshet.flink.fusion.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LikedVideosTest {

  @Test
  void keepsTheOrderInWhichEachUserFirstWatchedWhatTheCatalogueHas() {
    List<TrainingExample> views =
        List.of(
            view("bob", "dog"),
            view("alice", "dog"),
            view("alice", "gone"),
            view("alice", "ant"),
            view("alice", "dog"),
            view("alice", "cat"));
    List<Video> catalogue =
        Stream.of("ant", "bee", "cat", "dog").map(id -> TestEvents.video(id, "anna")).toList();

    LikedVideos liked = LikedVideos.of(views, catalogue);

    assertThat(liked.videos()).extracting(Video::getVideo).containsExactly("ant", "cat", "dog");
    assertThat(liked.byUser()).isDeepEqualTo(new int[][] {{2, 0, 1}, {2}});
  }

  private static TrainingExample view(String user, String video) {
    return TrainingExample.newBuilder()
        .setExampleId(user + "/" + video)
        .setUser(user)
        .setVideo(video)
        .setSurface("main")
        .setShownAt(TestEvents.START)
        .setLabelledAt(TestEvents.START)
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(true)
        .setLiked(false)
        .build();
  }
}
