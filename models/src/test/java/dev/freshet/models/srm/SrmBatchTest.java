package dev.freshet.models.srm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SrmBatchTest {

  private final SrmConfig config = TinyModel.config(1, 1);
  private final RowStore rows = new RowStore(config.rowStore());
  private final SrmBatch batch = new SrmBatch(config, rows);

  @Test
  void givesRowsToSoManySurfacesOnlyHoweverManyClientsInvent() {
    TrainingExample example = TinyModel.batches(1, 1).getFirst().getFirst();
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(TrainingExample.newBuilder(example).setSurface("s" + i).build());
    }

    batch.encode(examples, TinyModel.CATALOGUE);
    batch.encode(examples, TinyModel.CATALOGUE);
    rows.learn(1);

    Map<String, byte[]> saved = new TreeMap<>();
    rows.saveChanges(saved::put);
    // the first 64 and all others together, each with a row of its own and one with the video
    assertThat(saved.keySet()).filteredOn(key -> key.contains("/surface/")).hasSize(65);
    assertThat(saved.keySet()).filteredOn(key -> key.contains("video-surface/")).hasSize(65);
    assertThat(saved.keySet()).anyMatch(key -> key.endsWith("/surface/s63"));
    assertThat(saved.keySet()).anyMatch(key -> key.endsWith("/surface/other"));
    assertThat(saved.keySet()).noneMatch(key -> key.endsWith("/surface/s64"));
  }
}
