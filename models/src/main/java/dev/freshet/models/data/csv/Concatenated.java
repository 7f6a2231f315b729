package dev.freshet.models.data.csv;

/** One iterator, then another. */
public record Concatenated<T>(LogIterator<? extends T> first, LogIterator<? extends T> second)
    implements LogIterator<T> {

  @Override
  public boolean hasNext() {
    return first.hasNext() || second.hasNext();
  }

  @Override
  public T next() {
    return first.hasNext() ? first.next() : second.next();
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
