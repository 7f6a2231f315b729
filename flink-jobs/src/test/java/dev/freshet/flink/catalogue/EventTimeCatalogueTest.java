package dev.freshet.flink.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.Video;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTimeCatalogueTest {

  private static final long NOW = TestEvents.START.toEpochMilli();

  private final EventTimeCatalogue catalogue = new EventTimeCatalogue(NOW);

  @Test
  void countsAChangeFromItsMomentOn() {
    Video video = TestEvents.video("cat", "anna");

    catalogue.change("cat", NOW + 5, video);

    assertThat(catalogue.video("cat")).isNull();
    catalogue.advance(NOW + 6);
    assertThat(catalogue.video("cat")).isEqualTo(video);
  }

  @Test
  void keepsNoVectorsOfTheContent() {
    Video video = TestEvents.video("cat", "anna");
    Video seen =
        Video.newBuilder(video).setModalities(Map.of("visual", List.of(0.5f, 0.25f))).build();

    catalogue.change("cat", NOW - 1, seen);

    assertThat(catalogue.video("cat")).isEqualTo(video);
  }
}
