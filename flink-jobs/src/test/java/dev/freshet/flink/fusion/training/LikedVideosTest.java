package dev.freshet.flink.fusion.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.Video;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LikedVideosTest {

  @Test
  void keepsTheOrderInWhichEachUserFirstWatchedWhatTheCatalogueHas() throws Exception {
    List<String> views =
        Stream.of(
                new LongView("bob", "dog"),
                new LongView("alice", "dog"),
                new LongView("alice", "gone"),
                new LongView("alice", "ant"),
                new LongView("alice", "dog"),
                new LongView("alice", "cat"))
            .map(LongView::text)
            .toList();

    LikedVideos liked =
        LikedVideos.of(views, id -> id.equals("gone") ? null : TestEvents.video(id, "anna"));

    assertThat(liked.videos()).extracting(Video::getVideo).containsExactly("ant", "cat", "dog");
    assertThat(liked.byUser()).isDeepEqualTo(new int[][] {{2, 0, 1}, {2}});
  }
}
