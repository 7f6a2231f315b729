package dev.freshet.serving.retrieval;

/** The retrieval that found a video. */
public enum Source {
  /** Near the user's vector. */
  MODEL("model"),
  /** Among the most watched of the surface. */
  TRENDING("trending"),
  /** By an author the user follows. */
  FOLLOWED("followed"),
  /** With a tag of what the user lately watched long. */
  INTEREST("interest"),
  /** Uploaded lately. */
  FRESH("fresh"),
  /** Put in to learn about it. */
  EXPLORATION("exploration"),
  /** Drawn from the whole catalogue. */
  RANDOM("random"),
  /** Seen before, because nothing else was left. */
  SEEN("seen");

  private final String title;

  Source(String title) {
    this.title = title;
  }

  /** As it is written in answers and slates. */
  public String title() {
    return title;
  }
}
