package dev.freshet.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SurfacePlacesTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final KeyValueStore<String, Long> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(AdmitSurfaces.PLACES), Serdes.String(), Serdes.Long())
          .withLoggingDisabled()
          .build();
  private SurfacePlaces places;

  private SurfacePlaces places(int max) {
    return new SurfacePlaces(
        TrendingConfig.DEFAULT.withSurfaces(Set.of("main", "search"), max), store);
  }

  @BeforeEach
  void openStore() {
    var context = new MockProcessorContext<Void, Void>(new Properties());
    store.init(context.getStateStoreContext(), store);
    places = places(64);
  }

  @Test
  void boundsTheSurfacesHoweverManyComeAndKeepsThoseOfTheConfiguration() {
    Set<String> admitted = new TreeSet<>();
    for (int surface = 0; surface < 15_000; surface++) {
      admitted.add(places.admit("s" + surface, surface));
    }

    assertThat(admitted).hasSize(65).contains("s0", "s63", SurfacePlaces.OTHER);
    assertThat(places.admit("main", HOUR)).isEqualTo("main");
    assertThat(places.admit("search", HOUR)).isEqualTo("search");
    assertThat(store.approximateNumEntries()).isEqualTo(64);
  }

  @Test
  void decidesTheSameAfterARestart() {
    for (int surface = 0; surface < 64; surface++) {
      places.admit("s" + surface, 0);
    }

    SurfacePlaces again = places(64);

    assertThat(again.admit("s63", 1)).isEqualTo("s63");
    assertThat(again.admit("s64", 1)).isEqualTo(SurfacePlaces.OTHER);
  }

  @Test
  void freesThePlaceOfASurfaceThatWasSilentForLongerThanAnHour() {
    places = places(2);
    places.admit("silent", 0);
    places.admit("busy", 0);
    places.admit("busy", HOUR);

    assertThat(places.admit("new", HOUR)).isEqualTo(SurfacePlaces.OTHER);
    assertThat(places.admit("new", HOUR + 1)).isEqualTo("new");
    assertThat(places.admit("busy", HOUR + 1)).isEqualTo("busy");
    assertThat(places.admit("silent", HOUR + 1)).isEqualTo(SurfacePlaces.OTHER);
  }

  @Test
  void admitsNothingButTheConfigurationWithoutPlaces() {
    places = places(0);

    assertThat(places.admit("main", 0)).isEqualTo("main");
    assertThat(places.admit("new", 0)).isEqualTo(SurfacePlaces.OTHER);
  }
}
