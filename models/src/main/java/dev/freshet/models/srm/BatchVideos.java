package dev.freshet.models.srm;

import dev.freshet.models.Catalogue;
import dev.freshet.models.rows.Row;
import dev.freshet.models.srm.feature.KeyedVideo;
import dev.freshet.models.srm.feature.SrmFeatures;
import dev.freshet.models.srm.feature.VideoKeys;
import dev.freshet.models.srm.feature.VideoKeys.RowKey;
import dev.freshet.schemas.event.Video;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The videos of a batch. Each is looked up in the catalogue once a batch; what is known of it is
 * kept until its record changes or rows were dropped.
 */
final class BatchVideos {
  private final Function<RowKey, Row> rows;
  private final Map<String, BatchVideo> known = new HashMap<>();
  private Catalogue catalogue = id -> null;
  private long batch;

  /**
   * @param rows finds or makes a row
   */
  BatchVideos(Function<RowKey, Row> rows) {
    this.rows = rows;
  }

  /** Begins the next batch. */
  void begin(Catalogue present) {
    catalogue = present;
    batch++;
  }

  /** Forgets the rows that videos use, after rows were dropped. */
  void forget() {
    known.clear();
  }

  /** The video as the catalogue had it when the batch first asked. */
  BatchVideo video(String id) {
    BatchVideo video = known.get(id);
    if (video != null && video.batch == batch) {
      return video;
    }
    Video record = catalogue.video(id);
    if (video == null || !video.keys.isOf(record)) {
      video = new BatchVideo(id, new VideoKeys(id, record));
      known.put(id, video);
    }
    video.batch = batch;
    video.fused = catalogue.fused(id);
    return video;
  }

  /** A video with the rows it uses, looked up when they are first needed. */
  final class BatchVideo implements KeyedVideo {
    private final String id;
    private final VideoKeys keys;
    private final Map<String, Row> crossRows = HashMap.newHashMap(1);
    private @Nullable RowSum sum;
    private @Nullable RowSum alone;
    private float @Nullable [] fused;

    /** The last batch that asked for it. */
    private long batch;

    private BatchVideo(String id, VideoKeys keys) {
      this.id = id;
      this.keys = keys;
    }

    @Override
    public VideoKeys keys() {
      return keys;
    }

    /** Its own rows, with its fused vector beside them. */
    RowSum sum() {
      if (sum == null) {
        sum = new RowSum(keys.rows().stream().map(rows).toArray(Row[]::new));
      }
      sum.fixed = fused;
      return sum;
    }

    /** Its fused vector, as if it had no rows. */
    RowSum fusedAlone() {
      if (alone == null) {
        alone = new RowSum();
      }
      alone.fixed = fused;
      return alone;
    }

    /** The row of the video and a surface. */
    Row crossRow(String surface) {
      return crossRows.computeIfAbsent(surface, name -> rows.apply(SrmFeatures.cross(id, name)));
    }
  }
}
