package dev.freshet.models.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.data.csv.LogIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSortTest {

  @ParameterizedTest(name = "{0} rows in memory")
  @ValueSource(ints = {1, 7, 99, 100, 1_000})
  void sortsByTimeThenOrderInPiecesOfAnySize(int piece) {
    List<LogRow> sorted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sorted.add(
          new LogRow(i / 3, LogRow.order(2, i), "user" + i, "vidéo" + i, i, 2L * i, i % 32, "tab"));
    }
    List<LogRow> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(1));

    List<LogRow> result = new ArrayList<>();
    try (LogIterator<LogRow> rows = RowSort.sorted(over(shuffled), piece)) {
      rows.forEachRemaining(result::add);
    }

    assertThat(result).isEqualTo(sorted);
    assertThat(result.getLast().id()).isEqualTo("2-99");
  }

  private static LogIterator<LogRow> over(List<LogRow> rows) {
    Iterator<LogRow> iterator = rows.iterator();
    return new LogIterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public LogRow next() {
        return iterator.next();
      }

      @Override
      public void close() {
        // memory only
      }
    };
  }
}
