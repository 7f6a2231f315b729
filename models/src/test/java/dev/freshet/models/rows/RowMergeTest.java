package dev.freshet.models.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowMergeTest {

  private static final TableConfig TABLE = new TableConfig("t", 1, 0, 0.5f, 1);

  private final RowStore first = new RowStore(config());
  private final RowStore second = new RowStore(config());
  private final RowTable firstRows = first.table(TABLE);
  private final RowTable secondRows = second.table(TABLE);

  RowMergeTest() {
    first.beginRound();
    second.beginRound();
  }

  private static RowStoreConfig config() {
    // a step of g / (0 + |g|): exactly 1 against the gradient the first time
    return new RowStoreConfig(
        1, new Adagrad(1, 1e-30f), new Adagrad(1, 1e-30f), Duration.ofDays(1));
  }

  @Test
  void takesARowThatOneReplicaLearnedAsItIsThere() {
    learn(first, firstRows, "a", 2, 1);
    learn(second, secondRows, "a", 2, 1);
    merge(1);

    learn(second, secondRows, "a", -3, 2);
    float learned = secondRows.row("a").values()[0];
    merge(2);

    assertThat(firstRows.row("a").values()).containsExactly(learned);
    assertThat(secondRows.row("a").values()).containsExactly(learned);
  }

  @Test
  void weightsARowThatSeveralLearnedByTheirSteps() {
    learn(first, firstRows, "a", 2, 1); // 0 - 2 / 2 = -1
    learn(second, secondRows, "a", -1, 1); // 0 + 1 / 1 = 1
    learn(second, secondRows, "a", -1, 2); // 1 + 1 / √2

    merge(7);

    float second2 = 1 + 1 / (float) Math.sqrt(2);
    assertThat(firstRows.row("a").values()[0]).isEqualTo((-1 + 2 * second2) / 3, within(1e-6f));
    assertThat(secondRows.row("a").values()).isEqualTo(firstRows.row("a").values());
    // accumulators 4 once and 2 twice
    assertThat(firstRows.row("a").squares).containsExactly((4 + 2 * 2) / 3f);
    assertThat(firstRows.row("a").step).isEqualTo(7);
  }

  @Test
  void copiesARowThatIsNew() {
    learn(second, secondRows, "new", 5, 1);

    merge(1);

    assertThat(firstRows.row("new").values()).containsExactly(-1);
    assertThat(firstRows.row("new").squares).containsExactly(25);
    assertThat(first.admitted()).isEqualTo(1);
  }

  @Test
  void publishesWhatIsMergedOnceAndNothingBefore() {
    learn(first, firstRows, "a", 1, 1);
    learn(second, secondRows, "b", 1, 1);

    List<String> before = published(first);
    merge(1);

    assertThat(before).isEmpty();
    assertThat(published(first)).containsExactlyInAnyOrder("a", "b");
    assertThat(published(second)).isEmpty();
  }

  @Test
  void goesOnWithARoundAfterARestore() {
    learn(first, firstRows, "a", 2, 1);
    learn(second, secondRows, "a", -1, 1);
    Map<String, byte[]> saved = new HashMap<>();
    second.saveChanges(saved::put);
    RowStore restored = new RowStore(config());
    RowTable restoredRows = restored.table(TABLE);
    restored.beginRound();
    saved.forEach(restored::restore);

    RowMerge.merge(List.of(first, restored), 1);

    assertThat(firstRows.row("a").values()).containsExactly(0); // the mean of -1 and 1
    assertThat(restoredRows.row("a").values()).containsExactly(0);
  }

  private void merge(long step) {
    RowMerge.merge(List.of(first, second), step);
  }

  private static void learn(RowStore store, RowTable table, String id, float gradient, long step) {
    Row row = table.row(id);
    table.see(row, step);
    row.gradient()[0] = gradient;
    store.learn(step);
  }

  private static List<String> published(RowStore store) {
    List<String> ids = new ArrayList<>();
    store.drainRows(update -> ids.add(update.id()));
    return ids;
  }
}
