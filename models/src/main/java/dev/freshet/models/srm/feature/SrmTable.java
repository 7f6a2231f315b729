package dev.freshet.models.srm.feature;

/**
 * The tables of the model. Every row starts with one first-order weight per head, but that of a
 * user, which holds a {@link UserLevel}.
 */
public enum SrmTable {
  USER("user", false),
  SURFACE("surface", true),
  HOUR("hour", true),
  VIDEO("video", true),
  AUTHOR("author", true),
  TAG("tag", true),
  MUSIC_TYPE("music-type", true),
  UPLOAD_TYPE("upload-type", true),
  LENGTH("length", true),
  KIND("kind", true),
  AGE("age", true),
  VIDEO_SURFACE("video-surface", false);

  /** Heads of the model: long view, like. */
  public static final int HEADS = 2;

  private final String id;
  private final boolean embedded;

  SrmTable(String id, boolean embedded) {
    this.id = id;
    this.embedded = embedded;
  }

  /** Name of the table in topics and state. */
  public String id() {
    return id;
  }

  /** Whether rows have an embedding after their first-order weights. */
  public boolean embedded() {
    return embedded;
  }
}
