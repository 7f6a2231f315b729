package dev.freshet.schemas.event;

/** Events of the past that an import brings in: they change states, and label nothing. */
public final class Imported {

  /** The surface that they name. */
  public static final String SURFACE = "import";

  private Imported() {}

  /** Whether an import wrote the event. */
  public static boolean is(FeedbackEvent event) {
    return event.getSurface().equals(SURFACE);
  }
}
