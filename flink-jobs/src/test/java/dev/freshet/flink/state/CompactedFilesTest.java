package dev.freshet.flink.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.junit.jupiter.api.Test;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

class CompactedFilesTest {

  @Test
  void rewritesFilesAtASixthOfTheTimeThatAnErasureHas() {
    assertThat(secondsUntilRewritten(Map.of())).isEqualTo(4 * 3600);
    assertThat(secondsUntilRewritten(Map.of("freshet.state.erased-within", "1 min"))).isEqualTo(10);
    assertThat(secondsUntilRewritten(Map.of("freshet.state.erased-within", "10 s"))).isEqualTo(1);
  }

  @Test
  void beginsANewListOfFilesWhereTheOldOneIsLargerThanAFewKibibytes() {
    RocksDB.loadLibrary();
    try (var options = new DBOptions()) {
      new CompactedFiles().createDBOptions(options, List.of());

      assertThat(options.maxManifestFileSize()).isEqualTo(4096);
    }
  }

  @Test
  void refusesADeadlineBeyondADay() {
    assertThatThrownBy(() -> secondsUntilRewritten(Map.of("freshet.state.erased-within", "25 h")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("freshet.state.erased-within must be between PT10S and PT24H: PT25H");
  }

  private static long secondsUntilRewritten(Map<String, String> settings) {
    Configuration flink = JobEnvironment.configuration(new Settings(Profile.LIVE, settings), "job");
    assertThat(flink.get(RocksDBOptions.OPTIONS_FACTORY)).isEqualTo(CompactedFiles.class.getName());
    RocksDB.loadLibrary();
    try (var options = new ColumnFamilyOptions()) {
      RocksDBOptionsFactory factory = new CompactedFiles().configure(flink);
      return factory.createColumnOptions(options, List.of()).periodicCompactionSeconds();
    }
  }
}
