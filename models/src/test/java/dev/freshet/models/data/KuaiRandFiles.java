package dev.freshet.models.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small files in KuaiRand's layout. */
final class KuaiRandFiles {

  static final String LOG_HEADER =
      "user_id,video_id,time_ms,is_like,is_follow,is_comment,is_forward,is_hate,play_time_ms,"
          + "duration_ms,tab";
  static final String VIDEO_HEADER =
      "video_id,author_id,video_type,upload_dt,upload_type,visible_status,video_duration,"
          + "server_width,server_height,music_id,music_type,tag";

  private KuaiRandFiles() {}

  /** A log of these rows and a catalogue of one video, {@code v} by {@code bob}. */
  static void write(Path folder, String... rows) throws IOException {
    Files.writeString(folder.resolve("log_standard.csv"), lines(LOG_HEADER, rows));
    Files.writeString(
        folder.resolve("video_features_basic_pure.csv"),
        lines(VIDEO_HEADER, "v,bob,NORMAL,2022-04-10,Web,0.0,10000.0,720,1280,77,9.0,\"20,43\""));
  }

  static String lines(String header, String... rows) {
    return header + "\n" + String.join("\n", rows) + (rows.length == 0 ? "" : "\n");
  }

  static void gzip(Path file, String content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }
}
