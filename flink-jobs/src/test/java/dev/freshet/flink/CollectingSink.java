package dev.freshet.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what a job writes, for a test in the same JVM. */
public final class CollectingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, List<Object>> WRITTEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  /** What was written until now. */
  @SuppressWarnings("unchecked") // only this sink's writer adds to it
  public List<T> written() {
    List<Object> all = WRITTEN.getOrDefault(id, List.of());
    synchronized (all) {
      return (List<T>) List.copyOf(all);
    }
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(WRITTEN.computeIfAbsent(id, sink -> new ArrayList<>()));
  }

  private record Writer<T>(List<Object> written) implements SinkWriter<T> {

    @Override
    public void write(T element, Context context) {
      synchronized (written) {
        written.add(element);
      }
    }

    @Override
    public void flush(boolean endOfInput) {
      // nothing is held back
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
