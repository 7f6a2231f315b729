package dev.freshet.models.data.csv;

import java.util.Iterator;

/** Reads from files as it goes; close it when done. Not thread-safe. */
public interface LogIterator<T> extends Iterator<T>, AutoCloseable {

  @Override
  void close();
}
