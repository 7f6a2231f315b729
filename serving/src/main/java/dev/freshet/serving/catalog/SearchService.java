package dev.freshet.serving.catalog;

import dev.freshet.schemas.event.Video;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds videos by words, among the latest uploads. */
@Singleton
class SearchService {

  /** Videos looked at for one query, the latest ones. */
  private static final int LOOKED_AT = 20_000;

  private final CatalogueStore catalogue;

  SearchService(CatalogueStore catalogue) {
    this.catalogue = catalogue;
  }

  /** At most {@code count} videos that hold every word of {@code query}, latest upload first. */
  List<Video> latest(String query, int count) {
    List<String> words =
        Stream.of(query.toLowerCase(Locale.ROOT).split("\\s+"))
            .filter(word -> !word.isEmpty())
            .toList();
    return catalogue
        .index()
        .newestFirst()
        .limit(LOOKED_AT)
        .map(catalogue::video)
        .flatMap(Stream::ofNullable)
        .filter(video -> holds(video, words))
        .limit(count)
        .toList();
  }

  private static boolean holds(Video video, List<String> words) {
    String text =
        String.join("\n", video.getVideo(), video.getTitle(), video.getAuthor())
            + "\n"
            + String.join("\n", video.getTags());
    String lower = text.toLowerCase(Locale.ROOT);
    return words.stream().allMatch(lower::contains);
  }
}
