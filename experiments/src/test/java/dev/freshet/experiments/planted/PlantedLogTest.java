package dev.freshet.experiments.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlantedLogTest {

  private final PlantedLog log = new PlantedLog(10, 20, 4, 500, Duration.ofHours(5), 3);

  PlantedLogTest() {
    TrustedRecords.trust();
  }

  @Test
  void showsAndWatchesEachImpressionInTheOrderOfTime() {
    List<FeedbackEvent> events = log.events();

    assertThat(events.stream().filter(e -> e.getKind() == EventKind.IMPRESSION)).hasSize(500);
    assertThat(events.stream().filter(e -> e.getKind() == EventKind.WATCH)).hasSize(500);
    assertThat(events).isSortedAccordingTo(Comparator.comparing(FeedbackEvent::getOccurredAt));
    assertThat(events.stream().map(FeedbackEvent::getEventId)).doesNotHaveDuplicates();
    assertThat(log.catalogue()).hasSize(20);
    assertThat(events).allMatch(e -> log.catalogue().containsKey(e.getVideo()));
  }

  @Test
  void isAFunctionOfItsSeed() {
    assertThat(log.events()).isEqualTo(log.events());
    assertThat(new PlantedLog(10, 20, 4, 500, Duration.ofHours(5), 4).events())
        .isNotEqualTo(log.events());
  }
}
