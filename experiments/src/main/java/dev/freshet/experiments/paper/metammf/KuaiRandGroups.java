package dev.freshet.experiments.paper.metammf;

import dev.freshet.models.data.FrameSize;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What KuaiRand says of a video, in three groups that stand for the modalities, as its release has
 * no picture, sound or text: how it is made (length, size, kind of upload) for the visual one, its
 * music for the acoustic one, author and tags for the textual one. Ids become vectors by hashing:
 * each is the same random direction of unit length wherever it occurs.
 */
final class KuaiRandGroups {
  private static final int LENGTHS = 8;
  private static final int UPLOADS = 16;
  private static final int SHAPE = 4;
  private static final int MUSIC = 24;
  private static final int MUSIC_TYPES = 8;
  private static final int TAGS = 48;
  private static final int AUTHOR = 16;

  private static final Map<Modality, Integer> DIMENSIONS =
      Map.of(
          Modality.VISUAL,
          LENGTHS + UPLOADS + SHAPE,
          Modality.ACOUSTIC,
          MUSIC + MUSIC_TYPES,
          Modality.TEXTUAL,
          TAGS + AUTHOR);

  private KuaiRandGroups() {}

  static ModalityVectors of(List<Video> videos, Map<String, FrameSize> sizes) {
    ModalityVectors vectors = new ModalityVectors(videos.size(), DIMENSIONS);
    for (int i = 0; i < videos.size(); i++) {
      Video video = videos.get(i);
      vectors.put(i, Modality.VISUAL, made(video, sizes.get(video.getVideo())));
      if (video.getMusic() != null || video.getMusicType() != null) {
        vectors.put(i, Modality.ACOUSTIC, music(video));
      }
      vectors.put(i, Modality.TEXTUAL, words(video));
    }
    return vectors;
  }

  private static float[] made(Video video, @Nullable FrameSize size) {
    float[] vector = new float[LENGTHS + UPLOADS + SHAPE];
    double seconds = video.getLengthMillis() / 1_000.0;
    int bucket = (int) Math.round(Math.log1p(seconds) / Math.log(2)); // 1 s, 3 s, 7 s, ...
    vector[Math.min(LENGTHS - 1, bucket)] = 1;
    String upload = video.getUploadType();
    if (upload != null) {
      add(vector, LENGTHS, UPLOADS, "upload " + upload);
    }
    if (size != null && size.width() > 0 && size.height() > 0) {
      double ratio = Math.log((double) size.height() / size.width());
      vector[LENGTHS + UPLOADS] = ratio > 0.1 ? 1 : 0;
      vector[LENGTHS + UPLOADS + 1] = ratio < -0.1 ? 1 : 0;
      vector[LENGTHS + UPLOADS + 2] = (float) ratio;
      vector[LENGTHS + UPLOADS + 3] =
          (float) (Math.log((double) size.width() * size.height() / 1e6) / 2);
    }
    return vector;
  }

  private static float[] music(Video video) {
    float[] vector = new float[MUSIC + MUSIC_TYPES];
    if (video.getMusic() != null) {
      add(vector, 0, MUSIC, "music " + video.getMusic());
    }
    if (video.getMusicType() != null) {
      add(vector, MUSIC, MUSIC_TYPES, "type " + video.getMusicType());
    }
    return vector;
  }

  private static float[] words(Video video) {
    float[] vector = new float[TAGS + AUTHOR];
    for (String tag : video.getTags()) {
      add(vector, 0, TAGS, "tag " + tag);
    }
    add(vector, TAGS, AUTHOR, "author " + video.getAuthor());
    return vector;
  }

  /** Adds the direction of a word to a part of the vector. */
  private static void add(float[] vector, int from, int size, String word) {
    SplittableRandom random = new SplittableRandom(word.hashCode() * 0x9E3779B97F4A7C15L);
    float component = (float) (1 / Math.sqrt(size));
    for (int c = 0; c < size; c++) {
      vector[from + c] += random.nextBoolean() ? component : -component;
    }
  }
}
