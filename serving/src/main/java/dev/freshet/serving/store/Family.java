package dev.freshet.serving.store;

import java.nio.charset.StandardCharsets;

/** The column families of the local store. Names are on disk: they never change. */
public enum Family {
  /** Where each topic has been read up to. Key: topic/partition. */
  OFFSETS("offsets"),
  /** Key: user. */
  USER_STATES("user-states"),
  /** Key: user, set and hash, as UserSetStore writes them. */
  USER_SET_ENTRIES("user-set-entries"),
  /** Key: user. */
  ERASED_USERS("erased-users"),
  /** Key: video. */
  VIDEOS("videos"),
  /** Key: generation/table/id. */
  EMBEDDING_ROWS("embedding-rows"),
  /** Key: time of arrival. */
  MODEL_RELEASES("model-releases"),
  /** The key of the release that an operator has pinned. Key: model. */
  PINNED_RELEASES("pinned-releases"),
  /** Key: surface. */
  TRENDING("trending");

  private final String title;

  Family(String title) {
    this.title = title;
  }

  byte[] id() {
    return title.getBytes(StandardCharsets.UTF_8);
  }
}
