package dev.freshet.models.data;

import static dev.freshet.models.data.LogDatasetTest.events;
import static dev.freshet.schemas.event.EventKind.HISTORY;
import static dev.freshet.schemas.event.EventKind.IMPRESSION;
import static dev.freshet.schemas.event.EventKind.WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files in the layouts that others publish and in those that people's tools write. */
class PublishedLayoutsTest {

  private static final String RATINGS = "userId,movieId,rating,timestamp\n1,1,4.0,1000000000\n";
  private static final String MOVIES = "movieId,title,genres\n1,Heat (1995),Action|Crime\n";

  @TempDir Path folder;

  @Test
  void readsMovieLens100k() throws IOException {
    write("u.data", "196\t242\t3\t881250949\n186\t242\t5\t891717742\n");
    Files.writeString(
        folder.resolve("u.item"),
        "242|Misérables, Les (1995)|24-Jan-1997||http://us.imdb.com/M/title-exact?Kolya%20(1996)"
            + "|0|0|0|0|0|1|0|0|1|0|0|0|0|0|0|0|0|0|0\n",
        StandardCharsets.ISO_8859_1);

    LogDataset log = LogDataset.open(folder);

    assertThat(videos(log))
        .extracting(Video::getVideo, Video::getTitle, Video::getTags)
        .containsExactly(tuple("242", "Misérables, Les (1995)", List.of("Comedy", "Drama")));
    assertThat(events(log))
        .extracting(FeedbackEvent::getUser, FeedbackEvent::getKind, FeedbackEvent::getOccurredAt)
        .containsExactly(
            tuple("196", IMPRESSION, Instant.ofEpochSecond(881_250_949)),
            tuple("196", WATCH, Instant.ofEpochSecond(881_250_955)),
            tuple("186", IMPRESSION, Instant.ofEpochSecond(891_717_742)),
            tuple("186", WATCH, Instant.ofEpochSecond(891_717_752)));
  }

  @Test
  void readsMovieLens1m() throws IOException {
    write("ratings.dat", "1::1193::5::978300760\n");
    Files.writeString(
        folder.resolve("movies.dat"),
        "1193::\"Great\" Misérables: The Film (1975)::Drama|Children's\n",
        StandardCharsets.ISO_8859_1);

    LogDataset log = LogDataset.open(folder);

    assertThat(videos(log))
        .extracting(Video::getVideo, Video::getTitle, Video::getTags)
        .containsExactly(
            tuple("1193", "\"Great\" Misérables: The Film (1975)", List.of("Drama", "Children's")));
    assertThat(log.summary().first()).isEqualTo(Instant.ofEpochSecond(978_300_760));
  }

  @Test
  void readsKuaiRec() throws IOException {
    write(
        "small_matrix.csv",
        """
        user_id,video_id,play_duration,video_duration,time,date,timestamp,watch_ratio
        14,148,4381,6067,2020-07-05 05:27:48.378,20200705.0,1593898068.378,0.722103
        14,183,11635,6100,,,,1.907377
        """);
    write(
        "item_daily_features.csv",
        """
        video_id,date,author_id,video_type,upload_dt,upload_type,visible_status,video_duration
        148,20200705,3309,NORMAL,2020-03-30,ShortImport,public,6067.0
        148,20200706,3309,NORMAL,2020-03-30,ShortImport,public,6067.0
        183,20200705,77,NORMAL,2020-03-31,,public,
        """);
    write("item_categories.csv", "video_id,feat\n148,\"[27, 9]\"\n183,[8]\n");

    LogDataset log = LogDataset.open(folder);

    assertThat(videos(log))
        .extracting(Video::getVideo, Video::getAuthor, Video::getTags, Video::getLengthMillis)
        .containsExactly(
            tuple("148", "3309", List.of("27", "9"), 6_067L), tuple("183", "77", List.of("8"), 0L));
    assertThat(events(log))
        .extracting(FeedbackEvent::getKind, FeedbackEvent::getOccurredAt)
        .containsExactly(
            tuple(IMPRESSION, Instant.ofEpochMilli(1_593_898_068_378L)),
            tuple(WATCH, Instant.ofEpochMilli(1_593_898_072_759L)));
  }

  @Test
  void readsMind() throws IOException {
    write(
        "behaviors.tsv",
        """
        1\tU13740\t11/11/2019 9:05:58 AM\tN55189 N42782\tN55689-1 N35729-0
        2\tU13740\t11/11/2019 9:15:00 AM\tN55189 N42782\tN55689-0
        3\tU91836\t11/11/2019 9:20:00 AM\t\tN55689-0
        """);
    write(
        "news.tsv",
        "N55689\tsports\tnfl\t\"Cowboys\" win\tAn abstract\thttps://example.org/a\t[]\t[]\n");

    LogDataset log = LogDataset.open(folder);

    assertThat(videos(log))
        .extracting(Video::getTitle, Video::getTags)
        .containsExactly(tuple("\"Cowboys\" win", List.of("sports", "nfl")));
    List<FeedbackEvent> events = events(log);
    assertThat(events)
        .extracting(FeedbackEvent::getVideo, FeedbackEvent::getKind, FeedbackEvent::getOccurredAt)
        .containsExactly(
            tuple("", HISTORY, Instant.parse("2019-11-11T09:05:57.999Z")),
            tuple("N55689", IMPRESSION, Instant.parse("2019-11-11T09:05:58Z")),
            tuple("N35729", IMPRESSION, Instant.parse("2019-11-11T09:05:58Z")),
            tuple("N55689", WATCH, Instant.parse("2019-11-11T09:06:08Z")),
            tuple("N55689", IMPRESSION, Instant.parse("2019-11-11T09:15:00Z")),
            tuple("N55689", IMPRESSION, Instant.parse("2019-11-11T09:20:00Z")));
    assertThat(events.getFirst().getHistory())
        .extracting(Interaction::getVideo, Interaction::getOccurredAt, Interaction::getLongView)
        .containsExactly(
            tuple("N55189", Instant.parse("2019-11-11T09:05:57.998Z"), true),
            tuple("N42782", Instant.parse("2019-11-11T09:05:57.999Z"), true));
  }

  @Test
  void refusesThePartOfMindWithoutClicks() throws IOException {
    write("behaviors.tsv", "1\tU13740\t11/11/2019 9:05:58 AM\tN55189\tN55689 N35729\n");
    write("news.tsv", "N55689\tsports\tnfl\tA\tB\thttps://example.org/a\t[]\t[]\n");

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("behaviors.tsv:1: impressions holds N55689, which does not end in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void readsFilesWithAByteOrderMark(String charset) throws IOException {
    Files.writeString(folder.resolve("ratings.csv"), "\uFEFF" + RATINGS, Charset.forName(charset));
    Files.writeString(folder.resolve("movies.csv"), "\uFEFF" + MOVIES, Charset.forName(charset));

    LogDataset log = LogDataset.open(folder);

    assertThat(log.summary().impressions()).isEqualTo(1);
    assertThat(videos(log)).extracting(Video::getTitle).containsExactly("Heat (1995)");
  }

  @Test
  void readsQuotedFieldsWithCommasLineBreaksAndQuotes() throws IOException {
    write(
        "ratings.csv",
        "\"userId\",\"movieId\",\"rating\",\"timestamp\"\r\n\"1,5\",\"1\",\"4.0\",\"1000000000\"\r\n");
    write("movies.csv", "movieId,title,genres\n1,\"The \"\"Heat\"\",\nPart 2\",Action\n");

    LogDataset log = LogDataset.open(folder);

    assertThat(events(log)).first().extracting(FeedbackEvent::getUser).isEqualTo("1,5");
    assertThat(videos(log)).extracting(Video::getTitle).containsExactly("The \"Heat\",\nPart 2");
  }

  @Test
  void saysThatTimesAreInMillisecondsWhereSecondsAreMeant() throws IOException {
    write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.0,1000000000000\n");
    write("movies.csv", MOVIES);

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ratings.csv:2: timestamp is 1000000000000: no time in seconds,")
        .hasMessageContaining("but in milliseconds it is 2001-09-09T01:46:40Z");
  }

  @Test
  void saysWhereAQuoteIsBroken() throws IOException {
    write("ratings.csv", RATINGS);
    write("movies.csv", "movieId,title,genres\n1,Heat,Action\n2,\"Cold\" War,Drama\n");

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("movies.csv, after line 3: Invalid character")
        .hasMessageContaining("between encapsulated token and delimiter");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private static List<Video> videos(LogDataset log) {
    List<Video> all = new ArrayList<>();
    try (LogIterator<Video> videos = log.videos()) {
      videos.forEachRemaining(all::add);
    }
    return all;
  }
}
