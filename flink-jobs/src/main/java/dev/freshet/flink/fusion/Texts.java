package dev.freshet.flink.fusion;

import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.models.text.SentenceEncoder;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives videos the textual vector that they lack, made of title and tags. The encoder is loaded
 * when first needed.
 *
 * <p>A vector that was made is kept among the modalities under a name of its own, so that it is not
 * taken for a given one where a network takes others.
 */
final class Texts implements AutoCloseable {
  private static final String MADE = Modality.TEXTUAL.id() + "@" + SentenceEncoder.NAME;

  private final OnnxRuntime runtime;
  private @Nullable SentenceEncoder encoder;

  Texts(OnnxRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * The video with a vector of its text, made once, where the network of the release takes vectors
   * of that length; as it is where it has one, or no text.
   */
  Video encode(ModelRelease release, Video video) {
    return isTaken(release) && !video.getModalities().containsKey(MADE)
        ? with(List.of(video), MADE).getFirst()
        : video;
  }

  /** The video with the vector that was made in the place of the one that it lacks. */
  Video fill(ModelRelease release, Video video) {
    List<Float> made = video.getModalities().get(MADE);
    return made == null
            || !isTaken(release)
            || video.getModalities().containsKey(Modality.TEXTUAL.id())
        ? video
        : with(video, Modality.TEXTUAL.id(), made);
  }

  private static boolean isTaken(ModelRelease release) {
    return MetaMmfRelease.dimensions(release).getOrDefault(Modality.TEXTUAL, 0)
        == SentenceEncoder.DIMENSION;
  }

  /**
   * The videos in their order, each as by itself, with vectors of their texts, whatever network
   * they are for; the texts are encoded together.
   */
  List<Video> with(List<Video> videos) {
    return with(videos, Modality.TEXTUAL.id());
  }

  private List<Video> with(List<Video> videos, String name) {
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
      loaded = SentenceEncoder.load(runtime);
      encoder = loaded;
    }
    float[][] vectors = loaded.encode(texts);
    for (int i = 0; i < vectors.length; i++) {
      complete.set(places.get(i), with(videos.get(places.get(i)), name, boxed(vectors[i])));
    }
    return complete;
  }

  private static String text(Video video) {
    return (video.getTitle() + " " + String.join(" ", video.getTags())).strip();
  }

  private static List<Float> boxed(float[] vector) {
    List<Float> components = new ArrayList<>(vector.length);
    for (float component : vector) {
      components.add(component);
    }
    return components;
  }

  private static Video with(Video video, String name, List<Float> vector) {
    Map<String, List<Float>> modalities = new HashMap<>(video.getModalities());
    modalities.put(name, vector);
    return Video.newBuilder(video).setModalities(modalities).build();
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
    }
  }
}
