package dev.freshet.models.data;

import dev.freshet.models.data.csv.BadRows;
import dev.freshet.models.data.csv.CsvFile;
import dev.freshet.models.data.csv.LogIterator;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Size of a video's picture; KuaiRand's releases say it, events and catalogue do not carry it.
 *
 * @param width in pixels; 0 where unknown
 * @param height in pixels; 0 where unknown
 */
public record FrameSize(int width, int height) {

  /** The sizes of KuaiRand's videos by id; empty where the folder has no such file. */
  public static Map<String, FrameSize> ofKuaiRand(Path folder) {
    Map<String, FrameSize> sizes = new HashMap<>();
    Optional<Path> file = CsvFile.first(folder, "video_features_basic*.csv");
    if (file.isPresent()) {
      List<String> columns = List.of("video_id", "server_width", "server_height");
      try (LogIterator<Map.Entry<String, FrameSize>> rows =
          new CsvFile(file.get(), columns)
              .rows(
                  row ->
                      Map.entry(
                          row.get("video_id").strip(),
                          new FrameSize(
                              pixels(row.get("server_width")), pixels(row.get("server_height")))),
                  new BadRows())) {
        rows.forEachRemaining(row -> sizes.put(row.getKey(), row.getValue()));
      }
    }
    return sizes;
  }

  private static int pixels(String value) {
    return value.isBlank() ? 0 : (int) Math.round(Double.parseDouble(value.strip()));
  }
}
