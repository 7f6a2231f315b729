package dev.freshet.models.data;

import static dev.freshet.models.data.LogDatasetTest.events;
import static dev.freshet.schemas.event.EventKind.IMPRESSION;
import static dev.freshet.schemas.event.EventKind.WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieLensTest {

  @TempDir Path folder;

  @BeforeEach
  void writeMovies() throws IOException {
    KuaiRandFiles.gzip(
        folder.resolve("movies.csv.gz"),
        """
        movieId,title,genres
        1,"American President, The (1995)",Comedy|Drama
        2,Nothing (2001),(no genres listed)
        """);
  }

  @Test
  void takesARatingOfFourAsALongView() throws IOException {
    writeRatings("userid,movieid,rating,timestamp\n1,1,4.0,1000000000\n1,2,3.5,1000000100\n");

    List<FeedbackEvent> events = events(LogDataset.open(folder));

    assertThat(events)
        .extracting(FeedbackEvent::getVideo, FeedbackEvent::getKind, FeedbackEvent::getOccurredAt)
        .containsExactly(
            tuple("1", IMPRESSION, Instant.ofEpochSecond(1_000_000_000)),
            tuple("1", WATCH, Instant.ofEpochSecond(1_000_000_010)),
            tuple("2", IMPRESSION, Instant.ofEpochSecond(1_000_000_100)),
            tuple("2", WATCH, Instant.ofEpochSecond(1_000_000_107)));
    assertThat(events)
        .filteredOn(e -> e.getKind() == WATCH)
        .extracting(e -> LongView.reached(e.getWatchedMillis(), e.getLengthMillis()))
        .containsExactly(true, false);
  }

  @Test
  void ordersRatingsByTime() throws IOException {
    writeRatings(
        "userId,movieId,rating,timestamp\n1,1,4.0,1000000200\n2,2,1,1000000100\n1,2,1,1000000100\n");

    LogDataset log = LogDataset.open(folder);

    assertThat(events(log))
        .filteredOn(e -> e.getKind() == IMPRESSION)
        .extracting(FeedbackEvent::getUser, FeedbackEvent::getVideo)
        .containsExactly(tuple("2", "2"), tuple("1", "2"), tuple("1", "1"));
    assertThat(log.summary().users()).isEqualTo(2);
    assertThat(log.summary().videos()).isEqualTo(2);
    assertThat(log.summary().impressions()).isEqualTo(3);
    assertThat(log.summary().last()).isEqualTo(Instant.ofEpochSecond(1_000_000_200));
  }

  @Test
  void readsTitlesAndGenres() throws IOException {
    writeRatings("userId,movieId,rating,timestamp\n");

    try (LogIterator<Video> videos = LogDataset.open(folder).videos()) {
      Video first = videos.next();
      Video second = videos.next();

      assertThat(first.getTitle()).isEqualTo("American President, The (1995)");
      assertThat(first.getTags()).containsExactly("Comedy", "Drama");
      assertThat(second.getTags()).isEmpty();
      assertThat(videos.hasNext()).isFalse();
    }
  }

  @Test
  void refusesRatingsOutsideTheScale() throws IOException {
    writeRatings("userId,movieId,rating,timestamp\n1,1,11,1000000000\n");

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ratings.csv:2: rating is not in (0, 5]: 11.0");
  }

  private void writeRatings(String content) throws IOException {
    Files.writeString(folder.resolve("ratings.csv"), content);
  }
}
