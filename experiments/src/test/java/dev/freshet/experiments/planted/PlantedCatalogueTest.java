package dev.freshet.experiments.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlantedCatalogueTest {

  private static final int TOPICS = 20;

  private final PlantedCatalogue catalogue = new PlantedCatalogue(42, TOPICS);

  @Test
  void sameSeedGivesTheSameVideos() {
    List<PlantedVideo> again = new PlantedCatalogue(42, TOPICS).first(500);

    assertThat(catalogue.first(500)).isEqualTo(again);
    assertThat(new PlantedCatalogue(43, TOPICS).first(500)).isNotEqualTo(again);
  }

  @Test
  void findsAVideoByItsIdAlone() {
    PlantedVideo uploadedLater = catalogue.video(1_790_000_000_123L);

    assertThat(catalogue.video(uploadedLater.id())).contains(uploadedLater);
    assertThat(catalogue.video("clip-7")).isEmpty();
  }

  @Test
  void coversEveryTopicWithReadableTitlesAndLengthsOf5To120Seconds() {
    List<PlantedVideo> videos = catalogue.first(2_500);

    assertThat(videos.stream().map(PlantedVideo::topic).collect(Collectors.toSet()))
        .hasSize(TOPICS);
    assertThat(videos)
        .allSatisfy(
            video -> {
              assertThat(video.title()).matches("[A-Z0-9].{8,}").doesNotContain("%");
              assertThat(video.length()).isBetween(Duration.ofSeconds(5), Duration.ofMinutes(2));
              assertThat(video.quality()).isBetween(0.0, 1.0);
              assertThat(video.tags()).isNotEmpty();
            });
  }

  @Test
  void authorsLeanToOneTopic() {
    Map<String, Map<Integer, Integer>> topicsByAuthor = new HashMap<>();
    for (PlantedVideo video : catalogue.first(5_000)) {
      topicsByAuthor
          .computeIfAbsent(video.author(), author -> new HashMap<>())
          .merge(video.topic(), 1, Integer::sum);
    }

    double ofMainTopic =
        topicsByAuthor.values().stream()
            .mapToInt(topics -> topics.values().stream().max(Integer::compare).orElseThrow())
            .sum();

    assertThat(ofMainTopic / 5_000).isBetween(0.8, 0.98);
  }

  @Test
  void tagsTellTheTopic() {
    List<PlantedTopic> topics = PlantedTopic.first(TOPICS);
    double own = 0;
    double all = 0;
    for (PlantedVideo video : catalogue.first(2_000)) {
      Set<String> tags = Set.copyOf(topics.get(video.topic()).tags());
      own += video.tags().stream().filter(tags::contains).count();
      all += video.tags().size();
    }

    assertThat(own / all).isGreaterThan(0.8);
  }
}
