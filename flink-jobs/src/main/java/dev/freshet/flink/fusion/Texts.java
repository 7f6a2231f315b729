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
    return with(List.of(video)).getFirst();
  }

  /** The videos in their order, each as by itself; their texts are encoded together. */
  List<Video> with(List<Video> videos) {
    List<Integer> places = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < videos.size(); i++) {
      String text = text(videos.get(i));
      if (!text.isEmpty() && !videos.get(i).getModalities().containsKey(Modality.TEXTUAL.id())) {
        places.add(i);
        texts.add(text);
      }
    }
    List<Video> complete = new ArrayList<>(videos);
    if (texts.isEmpty()) {
      return complete;
    }
    SentenceEncoder loaded = encoder;
    if (loaded == null) {
      loaded = SentenceEncoder.load();
      encoder = loaded;
    }
    float[][] vectors = loaded.encode(texts);
    for (int i = 0; i < vectors.length; i++) {
      complete.set(places.get(i), with(videos.get(places.get(i)), vectors[i]));
    }
    return complete;
  }

  private static String text(Video video) {
    return (video.getTitle() + " " + String.join(" ", video.getTags())).strip();
  }

  private static Video with(Video video, float[] vector) {
    List<Float> components = new ArrayList<>(vector.length);
    for (float component : vector) {
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
