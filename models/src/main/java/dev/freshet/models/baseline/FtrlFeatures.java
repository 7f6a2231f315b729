package dev.freshet.models.baseline;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The buckets that an example's features fall into, each with value 1: a constant; user, video,
 * author, tags, music type, upload type, length bucket, surface, hour of day; user x surface and
 * video x surface. What the catalogue does not know is left out.
 */
final class FtrlFeatures {

  private static final long[] LENGTH_LIMITS = {
    5_000, 8_000, 11_000, 15_000, 20_000, 30_000, 45_000, 60_000, 90_000, 120_000, 180_000, 300_000
  };

  /** A surface that no app has, as ids do not begin with a space. */
  private static final String EARLIER = " earlier";

  private final int mask;
  private final ZoneId zone;

  FtrlFeatures(FtrlConfig config) {
    this.mask = (1 << config.bits()) - 1;
    this.zone = config.zone();
  }

  int[] of(TrainingExample example, Catalogue catalogue) {
    IntArrayList buckets = buckets(example.getUser(), example.getVideo(), example.getSurface());
    add(buckets, "hour", Integer.toString(example.getShownAt().atZone(zone).getHour()), "");
    addOfVideo(buckets, catalogue.video(example.getVideo()));
    return buckets.toIntArray();
  }

  /** Of what a user did before their first example; when and where is not known. */
  int[] of(String user, Interaction earlier, Catalogue catalogue) {
    IntArrayList buckets = buckets(user, earlier.getVideo(), EARLIER);
    addOfVideo(buckets, catalogue.video(earlier.getVideo()));
    return buckets.toIntArray();
  }

  private IntArrayList buckets(String user, String video, String surface) {
    IntArrayList buckets = new IntArrayList(16);
    add(buckets, "constant", "", "");
    add(buckets, "user", user, "");
    add(buckets, "video", video, "");
    add(buckets, "surface", surface, "");
    add(buckets, "user-surface", user, surface);
    add(buckets, "video-surface", video, surface);
    return buckets;
  }

  private void addOfVideo(IntArrayList buckets, @Nullable Video video) {
    if (video != null) {
      addKnown(buckets, "author", video.getAuthor());
      addKnown(buckets, "music-type", video.getMusicType());
      addKnown(buckets, "upload-type", video.getUploadType());
      video.getTags().forEach(tag -> add(buckets, "tag", tag, ""));
      add(buckets, "length", Integer.toString(lengthBucket(video.getLengthMillis())), "");
    }
  }

  private void addKnown(IntArrayList buckets, String feature, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      add(buckets, feature, value, "");
    }
  }

  private void add(IntArrayList buckets, String feature, String value, String crossed) {
    long hash = 0xcbf29ce484222325L;
    hash = hashed(hash, feature);
    hash = hashed(hash, value);
    hash = hashed(hash, crossed);
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    buckets.add((int) hash & mask);
  }

  /** FNV-1a over the characters, and an end that no character has. */
  private static long hashed(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return (hash ^ 0x1_0000) * 0x100000001b3L;
  }

  /** 0 where the length is unknown. */
  private static int lengthBucket(long lengthMillis) {
    if (lengthMillis <= 0) {
      return 0;
    }
    int bucket = 1;
    for (long limit : LENGTH_LIMITS) {
      if (lengthMillis < limit) {
        break;
      }
      bucket++;
    }
    return bucket;
  }
}
