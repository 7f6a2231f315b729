package dev.freshet.models.media;

import java.io.IOException;

/** Makes a vector of a file. */
public sealed interface MediaEncoder extends AutoCloseable permits PictureEncoder, SoundEncoder {

  /** Components of a vector. */
  int dimension();

  /** Another one for each network and each way to prepare its input. */
  String fingerprint();

  /**
   * The vector of a file; every component is finite.
   *
   * @param file its bytes
   * @throws IOException if the file is none of the kinds that can be read, or too large once
   *     unpacked
   * @throws dev.freshet.models.ModelException if the network fails on it
   */
  float[] encode(byte[] file) throws IOException;

  @Override
  void close();
}
