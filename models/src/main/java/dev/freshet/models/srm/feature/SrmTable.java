package dev.freshet.models.srm.feature;

/**
 * The tables of the model. Every row starts with one first-order weight per head, but that of a
 * user, which holds a {@link UserLevel}.
 */
public enum SrmTable {
  USER("user", Kind.WEIGHTS),
  SURFACE("surface", Kind.PLACE),
  HOUR("hour", Kind.PLACE),
  VIDEO("video", Kind.VIDEO),
  AUTHOR("author", Kind.VIDEO),
  TAG("tag", Kind.VIDEO),
  MUSIC_TYPE("music-type", Kind.VIDEO),
  UPLOAD_TYPE("upload-type", Kind.VIDEO),
  LENGTH("length", Kind.VIDEO),
  KIND("kind", Kind.PLACE),
  AGE("age", Kind.PLACE),
  VIDEO_SURFACE("video-surface", Kind.WEIGHTS);

  /** Heads of the model: long view, like. */
  public static final int HEADS = 2;

  private final String id;
  private final Kind kind;

  /** What a row has after its first-order weights. */
  public enum Kind {
    /** An embedding that is part of a video's id half. */
    VIDEO,
    /** An embedding as wide as a video's whole vector: of where, when and how. */
    PLACE,
    /** Nothing. */
    WEIGHTS
  }

  SrmTable(String id, Kind kind) {
    this.id = id;
    this.kind = kind;
  }

  /** Name of the table in topics and state. */
  public String id() {
    return id;
  }

  /** What a row has after its first-order weights. */
  public Kind kind() {
    return kind;
  }
}
