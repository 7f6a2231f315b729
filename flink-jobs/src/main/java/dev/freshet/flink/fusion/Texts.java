package dev.freshet.flink.fusion;

import dev.freshet.models.text.SentenceEncoder;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives videos a textual vector, made of title and tags. The encoder is loaded when first needed.
 */
final class Texts implements AutoCloseable {
  private @Nullable SentenceEncoder encoder;

  /** The video with a textual vector; as it is where it has one, or no text. */
  Video with(Video video) {
    String text = (video.getTitle() + " " + String.join(" ", video.getTags())).strip();
    if (text.isEmpty() || video.getModalities().containsKey(Modality.TEXTUAL.id())) {
      return video;
    }
    SentenceEncoder loaded = encoder;
    if (loaded == null) {
      loaded = SentenceEncoder.load();
      encoder = loaded;
    }
    List<Float> components = new ArrayList<>(SentenceEncoder.DIMENSION);
    for (float component : loaded.encode(List.of(text))[0]) {
      components.add(component);
    }
    Map<String, List<Float>> modalities = new HashMap<>(video.getModalities());
    modalities.put(Modality.TEXTUAL.id(), components);
    return Video.newBuilder(video).setModalities(modalities).build();
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
    }
  }
}
