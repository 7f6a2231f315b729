package dev.freshet.models.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.ModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowStoreTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final RowStore store = store();
  private final RowTable plain = store.table(new TableConfig("plain", 1, 2, 0.5f, 1));
  private final RowTable shy = store.table(new TableConfig("shy", 1, 2, 0.5f, 3));

  @Test
  void startsFirstOrderWeightsAtZeroAndEmbeddingsWithinTheScale() {
    Row row = plain.row("a");

    plain.see(row, 0);

    assertThat(row.values()).hasSize(3);
    assertThat(row.values()[0]).isZero();
    assertThat(row.values()[1]).isBetween(-0.5f, 0.5f).isNotZero();
    assertThat(row.values()[2]).isNotEqualTo(row.values()[1]);
  }

  @Test
  void startsARowFromSeedTableAndIdAlone() {
    RowTable again = store().table(new TableConfig("plain", 1, 2, 0.5f, 1));
    RowTable other = store().table(new TableConfig("other", 1, 2, 0.5f, 1));
    plain.see(plain.row("first"), 0);

    plain.see(plain.row("a"), 0);
    again.see(again.row("a"), 99);
    other.see(other.row("a"), 0);

    assertThat(again.row("a").values()).isEqualTo(plain.row("a").values());
    assertThat(other.row("a").values()).isNotEqualTo(plain.row("a").values());
    assertThat(plain.row("first").values()).isNotEqualTo(plain.row("a").values());
  }

  @Test
  void refusesAStepThatIsNotFinite() {
    Row row = plain.row("a");
    plain.see(row, 0);
    row.gradient()[1] = 1;
    store.learn(1);
    float[] before = row.values().clone();

    plain.see(row, 1);
    row.gradient()[0] = Float.NaN;
    row.gradient()[1] = 1;
    store.learn(2);

    assertThat(row.values()).containsExactly(before);
    assertThat(row.gradient()).containsOnly(0f);
    assertThat(store.refused()).isEqualTo(1);
  }

  @Test
  void admitsAnIdOnItsThirdSight() {
    Row row = shy.row("a");

    shy.see(row, 0);
    store.learn(1);
    shy.see(row, 0);
    store.learn(2);

    assertThat(row.admitted()).isFalse();
    assertThat(row.values()).isEmpty();
    assertThat(store.admitted()).isZero();

    shy.see(row, 0);

    assertThat(row.admitted()).isTrue();
    assertThat(store.admitted()).isEqualTo(1);
  }

  @Test
  void takesAdagradSteps() {
    Row row = plain.row("a");
    plain.see(row, 0);
    float embedding = row.values()[1];
    row.gradient()[0] = 3;
    row.gradient()[1] = -4;
    store.learn(1);
    plain.see(row, 0);
    row.gradient()[0] = 4;

    store.learn(2);

    // linear: rate 0.1, smoothing 1: 0 - 0.1 * 3 / (1 + 3), then - 0.1 * 4 / (1 + 5)
    assertThat(row.values()[0]).isCloseTo(-0.075f - 0.4f / 6, within(1e-6f));
    // embedding: rate 0.2, smoothing 0.5: + 0.2 * 4 / (0.5 + 4), then no gradient
    assertThat(row.values()[1]).isCloseTo(embedding + 0.8f / 4.5f, within(1e-6f));
    assertThat(row.gradient()).containsOnly(0);
  }

  @Test
  void dropsARowThatWasNotSeenForTheIdleTime() {
    plain.see(plain.row("old"), 0);
    plain.see(plain.row("young"), 5 * DAY);
    store.learn(1);
    store.expire(0);
    saved(store);
    drained(store);

    boolean dropped = store.expire(10 * DAY);

    assertThat(dropped).isTrue();
    assertThat(store.size()).isEqualTo(1);
    assertThat(saved(store))
        .containsEntry("row/plain/old", null)
        .doesNotContainKey("row/plain/young");
    assertThat(drained(store)).containsExactly("plain/old gone");
  }

  @Test
  void keepsARowThatCameBackAfterItWasDropped() {
    plain.see(plain.row("a"), 0);
    store.learn(1);
    store.expire(0);
    store.expire(11 * DAY);
    plain.see(plain.row("a"), 11 * DAY);

    store.learn(2);

    assertThat(saved(store).get("row/plain/a")).isNotNull();
    assertThat(drained(store)).containsExactly("plain/a 2");
  }

  @Test
  void tellsTheCheckpointAndThePublicationOfChangesApartFromEachOther() {
    plain.see(plain.row("a"), 0);
    shy.see(shy.row("unadmitted"), 0);
    store.learn(1);

    assertThat(saved(store)).containsOnlyKeys("row/plain/a", "row/shy/unadmitted");
    assertThat(saved(store)).isEmpty();

    plain.see(plain.row("b"), 0);
    store.learn(2);

    assertThat(drained(store)).containsExactly("plain/a 1", "plain/b 2");
    assertThat(drained(store)).isEmpty();
    assertThat(saved(store)).containsOnlyKeys("row/plain/b");
  }

  @Test
  void goesOnAfterARestoreAsIfNothingHadHappened() {
    RowStore copy = store();
    RowTable copyPlain = copy.table(plain.config());
    RowTable copyShy = copy.table(shy.config());
    learn(store, plain, shy, 1);
    learn(store, plain, shy, 2);
    store.expire(0);
    saved(store).forEach((key, value) -> assertThat(copy.restore(key, value)).isTrue());
    saved(copy);

    learn(store, plain, shy, 3);
    learn(copy, copyPlain, copyShy, 3);
    store.expire(DAY);
    copy.expire(DAY);

    assertThat(copyShy.row("a").admitted()).isTrue();
    assertThat(saved(copy)).usingRecursiveComparison().isEqualTo(saved(store));
  }

  @Test
  void leavesEntriesOfOthersAlone() {
    assertThat(store.restore("network", new byte[0])).isFalse();
  }

  @Test
  void refusesARowOfAnotherWidth() {
    RowStore wide = store();
    RowTable table = wide.table(new TableConfig("plain", 1, 5, 0.5f, 1));
    table.see(table.row("a"), 0);
    wide.learn(1);

    Map<String, byte[]> saved = saved(wide);

    assertThatThrownBy(() -> saved.forEach(store::restore))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("plain/a has 12 floats, its table wants 6");
  }

  @Test
  void refusesATableThatItDoesNotHave() {
    assertThatThrownBy(() -> store.restore("row/unknown/a", new byte[0]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("row/unknown/a");
  }

  @Test
  void refusesTwoTablesOfOneName() {
    TableConfig twin = plain.config();

    assertThatThrownBy(() -> store.table(twin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plain");
  }

  @Test
  void refusesATableWithoutComponents() {
    assertThatThrownBy(() -> new TableConfig("empty", 0, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("components");
  }

  private static RowStore store() {
    return new RowStore(
        new RowStoreConfig(7, new Adagrad(0.1f, 1), new Adagrad(0.2f, 0.5f), Duration.ofDays(10)));
  }

  private static void learn(RowStore store, RowTable plain, RowTable shy, long step) {
    for (RowTable table : List.of(plain, shy)) {
      Row row = table.row("a");
      table.see(row, step);
      if (row.admitted()) {
        row.gradient()[1] = step;
      }
    }
    store.learn(step);
  }

  private static Map<String, byte[]> saved(RowStore store) {
    Map<String, byte[]> saved = new LinkedHashMap<>();
    store.saveChanges(saved::put);
    saved.remove("rows-clock");
    return saved;
  }

  private static List<String> drained(RowStore store) {
    List<String> drained = new ArrayList<>();
    store.drainRows(
        update ->
            drained.add(
                "%s/%s %s"
                    .formatted(
                        update.table(),
                        update.id(),
                        update.vector() == null ? "gone" : Long.toString(update.step()))));
    return drained;
  }
}
