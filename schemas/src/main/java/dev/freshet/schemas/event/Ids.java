package dev.freshet.schemas.event;

/** What every id has to hold to. */
final class Ids {

  private Ids() {}

  /** A loop, since ids are made for every candidate of a page. */
  static void check(String id, String whose) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a " + whose + " id must not be blank");
    }
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        throw new IllegalArgumentException("a " + whose + " id must not have control characters");
      }
    }
  }
}
