package dev.freshet.models.srm;

import dev.freshet.models.Catalogue;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.srm.feature.VideoKeys;
import dev.freshet.schemas.event.Video;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the scorers of one generation know of videos, worked out at a video's first use and kept
 * until its record changes: which rows it has, and where they are. Thread-safe.
 *
 * <p>A request reads seven rows of each of some hundred candidates; without this it would spend
 * most of its time on looking them up by name.
 */
public final class ScoredVideos {

  final EmbeddingRows rows;
  private final EmbeddingRows fusedHalves;
  private final Catalogue catalogue;
  private final Map<String, ScoredVideo> known = new ConcurrentHashMap<>();

  /**
   * Knows no video yet, and no fused vectors.
   *
   * @param rows of the generation
   */
  public ScoredVideos(EmbeddingRows rows, Catalogue catalogue) {
    this(rows, EmbeddingRows.NONE, catalogue);
  }

  /**
   * Knows no video yet.
   *
   * @param rows of the generation
   * @param fusedHalves rows of the generation of fused vectors that it reads
   */
  public ScoredVideos(EmbeddingRows rows, EmbeddingRows fusedHalves, Catalogue catalogue) {
    this.rows = rows;
    this.fusedHalves = fusedHalves;
    this.catalogue = catalogue;
  }

  /** The video, also one that the catalogue does not have; that one is not kept. */
  ScoredVideo video(String id) {
    Video record = catalogue.video(id);
    ScoredVideo video = known.get(id);
    if (video != null && video.keys().isOf(record)) {
      return video;
    }
    ScoredVideo fresh = new ScoredVideo(id, new VideoKeys(id, record), rows, fusedHalves);
    if (record == null) {
      known.remove(id);
    } else {
      known.put(id, fresh);
    }
    return fresh;
  }
}
