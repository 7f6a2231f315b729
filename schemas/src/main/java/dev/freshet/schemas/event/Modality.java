package dev.freshet.schemas.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a vector of a {@link Video} was made from. */
public enum Modality {
  /** The picture. */
  VISUAL(0),
  /** The sound. */
  ACOUSTIC(1),
  /** Title and tags. */
  TEXTUAL(2);

  private final int index;

  Modality(int index) {
    this.index = index;
  }

  /** Its place wherever modalities are side by side, from 0. */
  public int index() {
    return index;
  }

  /** Key in {@link Video#getModalities}, such as {@code visual}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The modality with this id, if there is one. */
  public static Optional<Modality> of(String id) {
    return Arrays.stream(values()).filter(modality -> modality.id().equals(id)).findFirst();
  }

  /** All ids in order, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(Modality::id).collect(Collectors.joining(", "));
  }

  /**
   * The video without its vectors, which are by far the most of it, for those that keep many videos
   * and look at no vector.
   */
  public static Video withoutVectors(Video video) {
    return video.getModalities().isEmpty()
        ? video
        : Video.newBuilder(video).setModalities(Map.of()).build();
  }
}
