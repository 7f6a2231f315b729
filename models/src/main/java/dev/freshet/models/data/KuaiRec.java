package dev.freshet.models.data;

import dev.freshet.models.data.csv.BadRows;
import dev.freshet.models.data.csv.CsvFile;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.schemas.event.Video;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;

/**
 * KuaiRec: watches of a micro-video app in which some users saw almost every video, in the files of
 * its release: {@code big_matrix.csv} and {@code small_matrix.csv}, whichever are there; {@code
 * item_daily_features.csv}, of which the first row of each video counts; and, where there, {@code
 * item_categories.csv}, whose numbers are the tags.
 *
 * <p>{@code timestamp} is in seconds, with a fraction, and counts as the time of the impression.
 * The release has rows without one; they are left out. Nothing is liked, followed, shared or
 * hidden.
 *
 * <p>Gao et al., "KuaiRec: A Fully-observed Dataset and Insights for Evaluating Recommender
 * Systems", CIKM 2022, <a href="https://kuairec.com">kuairec.com</a>.
 */
final class KuaiRec {

  static final String LAYOUT =
      "KuaiRec's big_matrix.csv or small_matrix.csv and item_daily_features.csv";

  private static final TimeColumn TIME = new TimeColumn("timestamp", TimeColumn.Unit.SECONDS);

  private KuaiRec() {}

  static Optional<LogDataset> find(Path folder) {
    List<Path> matrices = CsvFile.matching(folder, "{big,small}_matrix.csv");
    Optional<Path> features = CsvFile.first(folder, "item_daily_features.csv");
    return matrices.isEmpty()
        ? Optional.empty()
        : features.map(videos -> open(folder, matrices, videos));
  }

  private static LogDataset open(Path folder, List<Path> matrices, Path videos) {
    Map<String, List<String>> categories = categories(folder);
    List<TableLog.Table<LogRow>> logs = new ArrayList<>();
    for (int i = 0; i < matrices.size(); i++) {
      int file = i;
      logs.add(
          new TableLog.Table<>(
              new CsvFile(
                  matrices.get(i),
                  List.of("user_id", "video_id", "play_duration", "video_duration", "timestamp")),
              row -> watch(row, file)));
    }
    return new TableLog(
        folder,
        "r",
        KuaiRand.SHANGHAI,
        logs,
        new TableLog.Table<>(
            new CsvFile(
                videos,
                List.of("video_id", "author_id", "upload_dt", "upload_type", "video_duration")),
            row -> List.of(video(row, categories))));
  }

  private static Map<String, List<String>> categories(Path folder) {
    Map<String, List<String>> categories = new HashMap<>();
    Optional<Path> file = CsvFile.first(folder, "item_categories.csv");
    if (file.isPresent()) {
      try (LogIterator<Map.Entry<String, List<String>>> rows =
          new CsvFile(file.get(), List.of("video_id", "feat"))
              .rows(
                  row ->
                      Map.entry(
                          TableLog.required(row, "video_id"), numbers(row.get("feat").strip())),
                  new BadRows())) {
        rows.forEachRemaining(row -> categories.put(row.getKey(), row.getValue()));
      }
    }
    return categories;
  }

  /** Of a list such as {@code [27, 9]}. */
  private static List<String> numbers(String list) {
    if (!list.startsWith("[") || !list.endsWith("]")) {
      throw new IllegalArgumentException("feat is not a list in brackets: " + list);
    }
    String inner = list.substring(1, list.length() - 1).strip();
    return inner.isEmpty() ? List.of() : List.of(inner.split("\\s*,\\s*"));
  }

  private static List<LogRow> watch(CSVRecord row, int file) {
    if (row.get("timestamp").isBlank()) {
      return List.of();
    }
    return List.of(
        new LogRow(
            TIME.millis(row.get(TIME.name())),
            LogRow.order(file, row.getRecordNumber()),
            TableLog.required(row, "user_id"),
            TableLog.required(row, "video_id"),
            duration(row, "play_duration"),
            duration(row, "video_duration"),
            0,
            "main"));
  }

  private static Video video(CSVRecord row, Map<String, List<String>> categories) {
    String video = TableLog.required(row, "video_id");
    Instant uploaded =
        LocalDate.parse(TableLog.required(row, "upload_dt"))
            .atStartOfDay(KuaiRand.SHANGHAI)
            .toInstant();
    Video.Builder built =
        Video.newBuilder()
            .setVideo(video)
            .setAuthor(TableLog.required(row, "author_id"))
            .setTags(categories.getOrDefault(video, List.of()))
            .setLengthMillis(duration(row, "video_duration"))
            .setUploadedAt(uploaded)
            .setUpdatedAt(uploaded);
    String uploadType = row.get("upload_type").strip();
    if (!uploadType.isEmpty()) {
      built.setUploadType(uploadType);
    }
    return built.build();
  }

  /** Milliseconds; 0 where the column is empty. */
  private static long duration(CSVRecord row, String column) {
    String value = row.get(column).strip();
    double millis = value.isEmpty() ? 0 : Double.parseDouble(value);
    if (!(millis >= 0 && millis <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(column + " is not a duration in milliseconds: " + value);
    }
    return Math.round(millis);
  }
}
