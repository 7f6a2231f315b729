package dev.freshet.flink.fusion;

import dev.freshet.models.ModelException;
import dev.freshet.models.media.MediaEncoder;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives videos the visual and acoustic vectors that they lack, made of the files that their links
 * {@code cover} and {@code audio} name. What cannot be read or encoded stays missing.
 *
 * <p>A vector that was made is kept among the modalities as {@code visual@FINGERPRINT}, so that
 * neither a given vector nor another encoder's is taken for it.
 */
final class MediaVectors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaVectors.class);
  private static final Map<Modality, String> ROLES =
      Map.of(Modality.VISUAL, "cover", Modality.ACOUSTIC, "audio");

  private final Map<Modality, MediaEncoder> encoders;
  private final @Nullable MediaFolder folder;
  private final Counter encoded;
  private final Counter unreadable;

  MediaVectors(EncodersConfig config, OnnxRuntime runtime, Counter encoded, Counter unreadable) {
    String path = config.mediaFolder();
    folder = path == null ? null : new MediaFolder(Path.of(path), config.largestFile());
    encoders = config.load(runtime);
    this.encoded = encoded;
    this.unreadable = unreadable;
  }

  /**
   * The video with vectors of its files, each made once, where the network of the release takes
   * vectors of that length; as it is where there are none to make.
   */
  Video encode(ModelRelease release, Video video) {
    Video complete = video;
    for (Map.Entry<Modality, MediaEncoder> encoder : encoders.entrySet()) {
      Modality modality = encoder.getKey();
      String link = video.getMedia().get(ROLES.get(modality));
      if (link == null
          || !MediaFolder.isFile(link)
          || video.getModalities().containsKey(modality.id())
          || video.getModalities().containsKey(made(modality, encoder.getValue()))
          || !isTaken(release, modality, encoder.getValue())) {
        continue;
      }
      List<Float> vector = vector(video, link, encoder.getValue());
      if (vector != null) {
        Map<String, List<Float>> modalities = new HashMap<>(complete.getModalities());
        modalities.keySet().removeIf(key -> key.startsWith(modality.id() + "@"));
        modalities.put(made(modality, encoder.getValue()), vector);
        complete = Video.newBuilder(complete).setModalities(modalities).build();
      }
    }
    return complete;
  }

  /** The video with the vectors that were made in the places of those that it lacks. */
  Video fill(ModelRelease release, Video video) {
    Map<String, List<Float>> modalities = new HashMap<>();
    encoders.forEach(
        (modality, encoder) -> {
          List<Float> vector = video.getModalities().get(made(modality, encoder));
          if (vector != null && isTaken(release, modality, encoder)) {
            modalities.put(modality.id(), vector);
          }
        });
    if (modalities.isEmpty()) {
      return video;
    }
    modalities.putAll(video.getModalities());
    return Video.newBuilder(video).setModalities(modalities).build();
  }

  /** The video with vectors of its files, whatever network they are for. */
  Video with(Video video) {
    Map<String, List<Float>> modalities = new HashMap<>(video.getModalities());
    encoders.forEach(
        (modality, encoder) -> {
          String link = video.getMedia().get(ROLES.get(modality));
          if (link != null && MediaFolder.isFile(link) && !modalities.containsKey(modality.id())) {
            List<Float> vector = vector(video, link, encoder);
            if (vector != null) {
              modalities.put(modality.id(), vector);
            }
          }
        });
    return modalities.size() == video.getModalities().size()
        ? video
        : Video.newBuilder(video).setModalities(modalities).build();
  }

  private @Nullable List<Float> vector(Video video, String link, MediaEncoder encoder) {
    if (folder == null) {
      return null;
    }
    try {
      List<Float> vector = new ArrayList<>(encoder.dimension());
      for (float component : encoder.encode(folder.read(link))) {
        vector.add(component);
      }
      encoded.inc();
      return vector;
    } catch (IOException | ModelException e) {
      unreadable.inc();
      LOG.atDebug()
          .addKeyValue("video", video.getVideo())
          .addKeyValue("link", link)
          .setCause(e)
          .log("could not be encoded");
      return null;
    }
  }

  private static boolean isTaken(ModelRelease release, Modality modality, MediaEncoder encoder) {
    return MetaMmfRelease.dimensions(release).getOrDefault(modality, 0) == encoder.dimension();
  }

  private static String made(Modality modality, MediaEncoder encoder) {
    return modality.id() + "@" + encoder.fingerprint();
  }

  @Override
  public void close() {
    encoders.values().forEach(MediaEncoder::close);
  }
}
