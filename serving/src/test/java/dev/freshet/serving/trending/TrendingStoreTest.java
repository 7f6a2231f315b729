package dev.freshet.serving.trending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.LocalStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrendingStoreTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final AvroSerde<Trending> SERDE = AvroSerde.of(Trending.class);

  @TempDir Path dir;
  private LocalStore store;
  private TrendingStore trending;

  @BeforeEach
  void open() {
    store = LocalStores.open(dir);
    trending = new TrendingStore(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void answersASurfaceThatHasNoneWithTheSumsOfAll() {
    take("main", 0, video("cat", 3), video("dog", 2));
    take("search", 0, video("dog", 2));

    assertThat(trending.watched("main")).containsExactly(video("cat", 3), video("dog", 2));
    assertThat(trending.watched("elsewhere")).containsExactly(video("dog", 4), video("cat", 3));
    assertThat(trending.ranked("elsewhere")).containsExactly("dog", "cat");
  }

  @Test
  void keepsTheSumsRightWhenAWindowReplacesAnother() {
    take("main", 0, video("cat", 3), video("dog", 2));
    take("search", 0, video("dog", 2));
    assertThat(trending.watched("elsewhere")).hasSize(2);

    take("main", 2, video("ant", 1), video("cat", 1));

    assertThat(trending.watched("elsewhere"))
        .containsExactly(video("dog", 2), video("ant", 1), video("cat", 1));
  }

  @Test
  void keepsItsNewestWindowUntilThatOneIsRemoved() {
    take("main", 0, video("cat", 3));
    take("main", 2, video("dog", 1));

    remove("main", 0);
    assertThat(trending.ranked("main")).containsExactly("dog");

    remove("main", 2);
    assertThat(trending.ranked("main")).isEmpty();
    assertThat(new TrendingStore(store).ranked("main")).isEmpty();
  }

  @Test
  void removesASurfaceWhoseNameHasASlash() {
    take("home/top", 0, video("cat", 3));

    remove("home/top", 0);

    assertThat(trending.window("home/top")).isEmpty();
  }

  @Test
  void forgetsASurfaceThatHasBeenSilentForAnHour() {
    take("search", 0, video("cat", 3));
    take("main", 60, video("dog", 1));
    assertThat(trending.ranked("search")).containsExactly("cat");

    take("main", 62, video("dog", 2));

    assertThat(trending.window("search")).isEmpty();
    assertThat(trending.ranked("search")).containsExactly("dog");
    assertThat(new TrendingStore(store).window("search")).isEmpty();
  }

  @Test
  void holdsItsWindowsWhileATopologyThatStartedAfreshCatchesUp() {
    take("main", 60, video("cat", 3));

    take("main", 0, video("dog", 9));
    take("search", -10, video("dog", 9));
    assertThat(trending.ranked("main")).containsExactly("cat");
    assertThat(trending.window("search")).isEmpty();

    take("main", 60, video("ant", 4), video("cat", 3));
    assertThat(trending.ranked("main")).containsExactly("ant", "cat");
  }

  @Test
  void knowsItsWindowsAfterARestart() {
    take("main", 0, video("cat", 3));

    TrendingStore again = new TrendingStore(store);

    assertThat(again.watched("elsewhere")).containsExactly(video("cat", 3));
    assertThat(again.newestEnd()).isEqualTo(NOON.plus(Duration.ofMinutes(10)));
  }

  @Test
  void hasNothingOnceItIsCleared() {
    take("main", 0, video("cat", 3));

    trending.clear();

    assertThat(trending.watched("main")).isEmpty();
    take("main", -600, video("dog", 1));
    assertThat(trending.ranked("main")).containsExactly("dog");
  }

  private void take(String surface, int minute, TrendingVideo... videos) {
    Instant start = NOON.plus(Duration.ofMinutes(minute));
    Trending window =
        new Trending(surface, start, start.plus(Duration.ofMinutes(10)), List.of(videos));
    LocalStores.take(
        store, trending, surface + "/" + start, SERDE.serializer().serialize("trending", window));
  }

  private void remove(String surface, int minute) {
    LocalStores.take(store, trending, surface + "/" + NOON.plus(Duration.ofMinutes(minute)), null);
  }

  private static TrendingVideo video(String video, long count) {
    return new TrendingVideo(video, count);
  }
}
