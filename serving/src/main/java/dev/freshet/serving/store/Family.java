package dev.freshet.serving.store;

import java.nio.charset.StandardCharsets;

/** The column families of the local store. Names are on disk: they never change. */
public enum Family {
  /** Where each topic has been read up to. Key: topic/partition. */
  OFFSETS("offsets"),
  /** Key: user. */
  USER_STATES("user-states"),
  /** Key: video. */
  VIDEOS("videos"),
  /** Key: generation/table/id. */
  EMBEDDING_ROWS("embedding-rows"),
  /** Key: model, generation and step. */
  MODEL_RELEASES("model-releases"),
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
