package dev.freshet.models.srm.feature;

import dev.freshet.schemas.event.Video;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a video brings into the model, worked out once: the rows it uses, and hashes to compare it
 * with the user's history.
 */
public final class VideoKeys {
  private final @Nullable Video source;

  private final List<RowKey> rows;

  final long video;
  final long author;
  private final long[] tags;

  /** One of 64 bits for each tag: a quick answer to most comparisons. */
  private final long tagBits;

  final int length;

  /**
   * @param source the catalogue's record; null for a video that it does not have
   */
  public VideoKeys(String id, @Nullable Video source) {
    this.source = source;
    video = hash(id);
    List<RowKey> keys = new ArrayList<>();
    keys.add(new RowKey(SrmTable.VIDEO, id));
    if (source == null) {
      rows = List.copyOf(keys);
      author = 0;
      tags = new long[0];
      tagBits = 0;
      length = -1;
      return;
    }
    keys.add(new RowKey(SrmTable.AUTHOR, source.getAuthor()));
    tags = new long[source.getTags().size()];
    long bits = 0;
    for (int i = 0; i < tags.length; i++) {
      String tag = source.getTags().get(i);
      keys.add(new RowKey(SrmTable.TAG, tag));
      tags[i] = hash(tag);
      bits |= 1L << tags[i];
    }
    tagBits = bits;
    String musicType = source.getMusicType();
    keys.add(new RowKey(SrmTable.MUSIC_TYPE, musicType == null ? "" : musicType));
    String uploadType = source.getUploadType();
    keys.add(new RowKey(SrmTable.UPLOAD_TYPE, uploadType == null ? "" : uploadType));
    length = SrmFeatures.lengthBucket(source.getLengthMillis());
    keys.add(new RowKey(SrmTable.LENGTH, Integer.toString(length)));
    rows = List.copyOf(keys);
    author = hash(source.getAuthor());
  }

  /** Whether this was made of {@code record}, and not of another version of it. */
  @SuppressWarnings("ReferenceEquality") // a record that changed is another object
  public boolean isOf(@Nullable Video record) {
    return source == record;
  }

  /** Rows of the video itself, each with an embedding. */
  public List<RowKey> rows() {
    return rows;
  }

  /** Whether the two have a tag in common. */
  boolean sharesTag(VideoKeys other) {
    if ((tagBits & other.tagBits) == 0) {
      return false;
    }
    for (long tag : tags) {
      for (long theirs : other.tags) {
        if (tag == theirs) {
          return true;
        }
      }
    }
    return false;
  }

  /** 64 bits that stand for a text; never 0. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }

  /** A row of a table. */
  public record RowKey(SrmTable table, String id) {}
}
