package dev.freshet.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.EmbeddingRows.Place;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.LocalStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowTablesTest {

  private static final AvroSerde<EmbeddingRow> SERDE = AvroSerde.of(EmbeddingRow.class);

  @TempDir Path dir;
  private LocalStore store;
  private RowTables rows;

  @BeforeEach
  void open() {
    store = LocalStores.open(dir);
    rows = new RowTables(store, new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsTheRowOfTheHighestStep() {
    take("g1", "video", "cat", 7, 0.7f);
    take("g1", "video", "cat", 6, 0.6f);

    assertThat(rows.of("g1").row("video", "cat")).containsExactly(0.7f);
    assertThat(rows.step("g1")).isEqualTo(7);
  }

  @Test
  void neverMixesGenerationsOrTables() {
    take("g1", "video", "cat", 1, 1f);
    take("g2", "video", "cat", 1, 2f);
    take("g1", "author", "cat", 1, 3f);

    assertThat(rows.of("g1").row("video", "cat")).containsExactly(1f);
    assertThat(rows.of("g2").row("video", "cat")).containsExactly(2f);
    assertThat(rows.of("g1").row("author", "cat")).containsExactly(3f);
    assertThat(rows.of("g3").row("video", "cat")).isNull();
  }

  @Test
  void hasTheSameRowsAfterARestart() {
    take("g1", "video", "a/b", 3, 1f, 2f);
    store.close();
    store = LocalStores.open(dir);

    RowTables again = new RowTables(store, new SimpleMeterRegistry());

    assertThat(again.of("g1").row("video", "a/b")).containsExactly(1f, 2f);
    assertThat(again.size()).isEqualTo(1);
  }

  @Test
  void removesARowWhoseIdHasTheSeparator() {
    take("g1", "video", "a/b", 3, 1f);

    LocalStores.take(store, rows, "g1/video/a/b", null);

    assertThat(rows.of("g1").row("video", "a/b")).isNull();
  }

  @Test
  void placesFollowTheirRowsUntilTheseAreRemoved() {
    take("g1", "video", "v1", 1, 1f);
    Place changing = place("v1");
    take("g1", "video", "v2", 1, 1f);
    Place leaving = place("v2");
    take("g1", "video", "v3", 1, 1f);
    Place cleared = place("v3");

    take("g1", "video", "v1", 2, 2f);
    LocalStores.take(store, rows, "g1/video/v2", null);
    take("g1", "video", "v2", 3, 3f);

    assertThat(changing.row()).containsExactly(2f);
    assertThat(leaving.row()).isNull();
    assertThat(place("v2").row()).containsExactly(3f);
    assertThat(rows.of("g1").place("video", "v9")).isNull();
    rows.clear();
    assertThat(cleared.row()).isNull();
  }

  @Test
  void tellsOfEachChangeOnce() {
    List<String> changes = new ArrayList<>();
    rows.onChange((generation, table, id) -> changes.add(generation + " " + table + " " + id));

    take("g1", "video", "cat", 2, 1f);
    take("g1", "video", "cat", 2, 1f);
    take("g1", "video", "cat", 1, 1f);

    assertThat(changes).containsExactly("g1 video cat");
  }

  @Test
  void refusesARowUnderAnotherKeyAndAVectorThatIsNone() {
    EmbeddingRow row = new EmbeddingRow("g1", "video", "cat", 1L, FloatBytes.of(new float[] {1}));
    EmbeddingRow broken =
        new EmbeddingRow("g1", "video", "cat", 1L, java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}));

    assertThatThrownBy(() -> LocalStores.take(store, rows, "g1/video/dog", SERDE.encode(row)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LocalStores.take(store, rows, "g1/video/cat", SERDE.encode(broken)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Place place(String video) {
    return Objects.requireNonNull(rows.of("g1").place("video", video));
  }

  private void take(String generation, String table, String id, long step, float... vector) {
    LocalStores.take(
        store,
        rows,
        generation + "/" + table + "/" + id,
        SERDE.encode(new EmbeddingRow(generation, table, id, step, FloatBytes.of(vector))));
  }
}
