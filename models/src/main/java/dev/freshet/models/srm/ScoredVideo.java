package dev.freshet.models.srm;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.EmbeddingRows.Place;
import dev.freshet.models.srm.feature.KeyedVideo;
import dev.freshet.models.srm.feature.SrmFeatures;
import dev.freshet.models.srm.feature.VideoKeys;
import dev.freshet.models.srm.feature.VideoKeys.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * A video and the places of its rows. A place that is not known, or whose row was removed, is
 * looked up again at each use, since the id may have been admitted meanwhile. Thread-safe: threads
 * that look up the same place find the same.
 */
final class ScoredVideo implements KeyedVideo {

  private final String id;
  private final VideoKeys keys;
  private final EmbeddingRows rows;
  private final EmbeddingRows fusedHalves;
  private final @Nullable Place[] places;
  private volatile @Nullable Place fusedPlace;

  /** Place of the row of the video and the surface it was last scored for. */
  private volatile @Nullable Cross cross;

  private record Cross(String surface, RowKey key, @Nullable Place place) {}

  ScoredVideo(String id, VideoKeys keys, EmbeddingRows rows, EmbeddingRows fusedHalves) {
    this.id = id;
    this.keys = keys;
    this.rows = rows;
    this.fusedHalves = fusedHalves;
    this.places = new Place[keys.rows().size()];
  }

  @Override
  public VideoKeys keys() {
    return keys;
  }

  /** Number of the video's own rows. */
  int size() {
    return places.length;
  }

  /** The video's row number {@code i}; null where it has not been admitted. */
  float @Nullable [] row(int i) {
    Place place = places[i];
    float[] row = place == null ? null : place.row();
    if (row != null) {
      return row;
    }
    RowKey key = keys.rows().get(i);
    place = rows.place(key.table().id(), key.id());
    places[i] = place;
    return place == null ? null : place.row();
  }

  /** The video's fused vector; null where it has none. */
  float @Nullable [] fused() {
    Place place = fusedPlace;
    float[] fused = place == null ? null : place.row();
    if (fused != null) {
      return fused;
    }
    place = fusedHalves.place(EmbeddingRows.FUSED, id);
    fusedPlace = place;
    return place == null ? null : place.row();
  }

  /** The row of the video and a surface; null where it has not been admitted. */
  float @Nullable [] crossRow(String surface) {
    Cross last = cross;
    if (last == null || !last.surface.equals(surface)) {
      last = new Cross(surface, SrmFeatures.cross(id, surface), null);
    }
    float[] row = last.place == null ? null : last.place.row();
    if (row != null) {
      return row;
    }
    Place place = rows.place(last.key.table().id(), last.key.id());
    cross = new Cross(surface, last.key, place);
    return place == null ? null : place.row();
  }
}
