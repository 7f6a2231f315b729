package dev.freshet.models.srm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.rows.Adagrad;
import dev.freshet.models.rows.Row;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.rows.RowStoreConfig;
import dev.freshet.models.rows.RowTable;
import dev.freshet.models.rows.TableConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RowSumsTest {
  private static final int NONE = RowSum.NONE;

  private final Adagrad adagrad = new Adagrad(1, 1);
  private final RowStore store =
      new RowStore(new RowStoreConfig(1, adagrad, adagrad, Duration.ofDays(1)));
  private final RowTable plain = store.table(new TableConfig("plain", 2, 0, 0, 1));
  private final RowTable shy = store.table(new TableConfig("shy", 2, 0, 0, 3));
  private final RowSums sums = new RowSums(2, 0);

  @Test
  void addsTheSumOfTheRowsAtEachPlace() {
    RowSum both = new RowSum(row("a", 1, 2), row("b", 10, 20));
    RowSum one = new RowSum(row("c", 100, 200));
    int[] slots = {sums.use(both, 0), NONE, sums.use(one, 0), sums.use(both, 0)};
    sums.gather();
    float[] input = {5, 5, 5, 5, 5, 5, 5, 5};

    sums.add(slots, 0, 2, input);

    assertThat(input).containsExactly(16, 27, 5, 5, 105, 205, 16, 27);
  }

  @Test
  void addsOnlyTheComponentsThatAreAskedFor() {
    int[] slots = {sums.use(new RowSum(row("a", 1, 2)), 0), NONE};
    sums.gather();
    float[] input = {0, 0};

    sums.add(slots, 1, 1, input);

    assertThat(input).containsExactly(2, 0);
  }

  @Test
  void givesEveryRowTheGradientOfAllPlaces() {
    Row shared = row("a", 1, 2);
    Row own = row("b", 10, 20);
    RowSum both = new RowSum(shared, own);
    RowSum one = new RowSum(shared);
    int[] slots = {sums.use(both, 0), sums.use(both, 0), NONE, sums.use(one, 0)};
    sums.gather();

    sums.collect(slots, 0, 2, new float[] {1, 2, 10, 20, 7, 7, 100, 200});
    sums.scatter();

    assertThat(own.gradient()).containsExactly(11, 22);
    assertThat(shared.gradient()).containsExactly(111, 222);
  }

  @Test
  void putsWhatIsFixedBehindTheSumWithLengthOneAndGivesItsGradientToNobody() {
    RowSums wider = new RowSums(2, 2);
    Row row = row("a", 1, 2);
    RowSum sum = new RowSum(row);
    sum.fixed = new float[] {3, 4};
    int[] slots = {wider.use(sum, 0)};
    wider.gather();
    float[] input = {0, 0, 0, 0};

    wider.add(slots, 0, 4, input);
    wider.collect(slots, 0, 4, new float[] {1, 2, 3, 4});
    wider.scatter();

    assertThat(input).containsExactly(1, 2, 0.6f, 0.8f);
    assertThat(row.gradient()).containsExactly(1, 2);
  }

  @Test
  void countsEveryUseAsASightOfEachRow() {
    Row row = shy.row("a");
    RowSum sum = new RowSum(row);
    sums.use(sum, 0);
    sums.use(sum, 0);
    sums.gather();

    assertThat(row.sights()).isEqualTo(2);
    assertThat(row.admitted()).isFalse();

    sums.clear();
    sums.use(sum, 0);
    sums.gather();

    assertThat(row.admitted()).isTrue();
  }

  @Test
  void beginsEachBatchWithoutWhatTheLastOneLeft() {
    Row row = row("a", 1, 2);
    RowSum sum = new RowSum(row);
    int[] slots = {sums.use(sum, 0)};
    sums.gather();
    sums.collect(slots, 0, 2, new float[] {1, 1});
    sums.clear();
    slots[0] = sums.use(sum, 0);
    sums.gather();
    float[] input = {0, 0};

    sums.add(slots, 0, 2, input);
    sums.scatter();

    assertThat(input).containsExactly(1, 2);
    assertThat(row.gradient()).containsExactly(0, 0);
  }

  private Row row(String id, float... values) {
    Row row = plain.row(id);
    plain.see(row, 0);
    row.set(values);
    return row;
  }
}
