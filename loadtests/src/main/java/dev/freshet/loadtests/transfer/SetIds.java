package dev.freshet.loadtests.transfer;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids of the catalogue by the hashes that users' sets hold, and such sets with their ids. */
final class SetIds {

  private final Long2ObjectMap<String> videos = new Long2ObjectOpenHashMap<>();
  private final Long2ObjectMap<String> authors = new Long2ObjectOpenHashMap<>();
  private long unknown;

  void add(Video video) {
    videos.put(SeenVideos.hash(video.getVideo()), video.getVideo());
    authors.put(SeenVideos.hash(video.getAuthor()), video.getAuthor());
  }

  /** Entries that were left out, because the catalogue does not know their ids. */
  long unknown() {
    return unknown;
  }

  /** A state, with the ids of the seen videos in place of their bytes. */
  Map<String, Object> state(UserState state) {
    Map<String, Object> row = JsonRecord.of(state);
    row.remove("seenVideos");
    List<Map<String, Object>> seen = new ArrayList<>();
    ByteBuffer bytes = state.getSeenVideos();
    for (int i = 0; i < SeenVideos.count(bytes); i++) {
      String id = videos.get(SeenVideos.hash(bytes, i));
      if (id == null) {
        unknown++;
      } else {
        seen.add(Map.of("id", id, "at", SeenVideos.at(bytes, i).toString()));
      }
    }
    row.put("seen", seen);
    return row;
  }

  /** An entry beside a state, or null where the catalogue does not know its id. */
  @Nullable Map<String, Object> entry(UserSetEntry entry) {
    String id = (entry.getSet() == UserSet.AUTHORS ? authors : videos).get(entry.getHash());
    if (id == null) {
      unknown++;
      return null;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("user", entry.getUser());
    row.put("set", entry.getSet().name());
    row.put("id", id);
    row.put("value", entry.getValue().name());
    row.put("at", entry.getAt().toString());
    return row;
  }
}
