package dev.freshet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.FeedbackEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDatasetTest {

  @TempDir Path folder;

  @Test
  void recognisesKuaiRand() throws IOException {
    KuaiRandFiles.write(folder, "u,v,1650812741436,0,0,0,0,0,0,0,1");

    assertThat(LogDataset.open(folder)).isInstanceOf(KuaiRand.class);
  }

  @Test
  void looksIntoTheFolderCalledDataToo() throws IOException {
    Path data = Files.createDirectories(folder.resolve("KuaiRand-Pure/data"));
    KuaiRandFiles.write(data, "u,v,1650812741436,0,0,0,0,0,0,0,1");

    LogDataset log = LogDataset.open(folder.resolve("KuaiRand-Pure"));

    assertThat(log.name()).isEqualTo("KuaiRand-Pure");
  }

  @Test
  void recognisesMovieLens() throws IOException {
    Files.writeString(folder.resolve("movies.csv"), "movieId,title,genres\n");
    Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,rating,timestamp\n");

    assertThat(LogDataset.open(folder)).isInstanceOf(TableLog.class);
  }

  @Test
  void saysWhatItLookedForAndWhatItFound() throws IOException {
    Files.writeString(folder.resolve("ratings.csv"), "");

    assertThatThrownBy(() -> LogDataset.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("log_*.csv")
        .hasMessageContaining("video_features_basic*.csv")
        .hasMessageContaining("movies.csv")
        .hasMessageEndingWith("found ratings.csv");
  }

  @Test
  void saysThatThereIsNoSuchFolder() {
    assertThatThrownBy(() -> LogDataset.open(folder.resolve("nowhere")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no such folder");
  }

  static List<FeedbackEvent> events(LogDataset log) {
    List<FeedbackEvent> all = new ArrayList<>();
    try (LogIterator<FeedbackEvent> events = log.events()) {
      events.forEachRemaining(all::add);
    }
    return all;
  }
}
