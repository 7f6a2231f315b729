package dev.freshet.streams.trending;

/**
 * What is counted: a video on a surface.
 *
 * @param surface where in the app
 * @param video any id, slashes included
 */
record SurfaceVideo(String surface, String video) {

  /** As a record's key: the surface's length makes the slash between the two unmistakable. */
  String key() {
    return surface.length() + "/" + surface + "/" + video;
  }

  static SurfaceVideo parse(String key) {
    int slash = key.indexOf('/');
    int end = slash + 1 + Integer.parseInt(key, 0, slash, 10);
    return new SurfaceVideo(key.substring(slash + 1, end), key.substring(end + 1));
  }
}
